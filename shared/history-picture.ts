import { Type, type Static } from 'typebox'
import { doneIn, groupEffects, type EffectGroup } from './effect-groups.ts'
import type { Effect, MigrationHistory, RowEffect } from './history.ts'
import { KIND_NAMES } from './kinds.ts'
import { keyOf, ownNameOf, type Address } from './model.ts'
import { counted, formatNumber, plural } from './report.ts'
import { closed, nullable, oneOf } from './schema.ts'

/** What a mark of the picture says. */
export const MARKS = {
  created: 'created',
  altered: 'altered',
  renamed: 'renamed',
  rebuilt: 'made anew',
  dropped: 'dropped',
  rows: 'rows',
} as const
export type MarkName = keyof typeof MARKS

/** What is known of a migration as a whole: all it did, or only some of it, or nothing. */
export const COLUMN_STATES = {
  told: 'all it did is told',
  partly: 'it did more than could be told',
  nothing: 'it left everything as it was',
  'not-known': 'could not tell what it did',
} as const
export type ColumnState = keyof typeof COLUMN_STATES

export const PictureMark = closed({
  /** Place of the migration, from 0. */
  at: Type.Integer(),
  mark: oneOf(Object.keys(MARKS) as MarkName[]),
  /** In a few words: `adds column title, index users_email_idx and 2 more`. */
  text: Type.String(),
})
export type PictureMark = Static<typeof PictureMark>

/** One table from where it begins to where it ends, or all objects of another sort. */
export const PictureLine = closed({
  sort: oneOf(['table', 'others']),
  /** Empty for others. */
  schema: Type.String(),
  /** As it is called at last: `users`; of others, what they are: `functions`. */
  name: Type.String(),
  /** What it was called before, the oldest first. */
  was: Type.Array(Type.String()),
  /** Place of the migration that made it; null where no effect tells of that. */
  from: nullable(Type.Integer()),
  /** Place of the migration that dropped it; null for what is there at the end. */
  until: nullable(Type.Integer()),
  marks: Type.Array(PictureMark),
})
export type PictureLine = Static<typeof PictureLine>

/** Tables down, migrations across, a mark for each effect. */
export const Picture = closed({
  columns: Type.Array(
    closed({ name: Type.String(), state: oneOf(Object.keys(COLUMN_STATES) as ColumnState[]) }),
  ),
  lines: Type.Array(PictureLine),
  /** Lines that it has no room for. */
  left: Type.Integer(),
})
export type Picture = Static<typeof Picture>

/** What is drawn at most. */
export const MOST_LINES = 2_000

/** The picture of what migrations did. A table that is renamed keeps its line; one that is made again under its name gets another. */
export function pictureOf(migrations: readonly MigrationHistory[]): Picture {
  const drawing = new Drawing()
  const columns = migrations.map((migration, at) => {
    if (migration.effects) drawing.add(at, migration.effects)
    return { name: migration.name, state: stateOf(migration) }
  })
  const lines = drawing.lines()
  return {
    columns,
    lines: lines.slice(0, MOST_LINES),
    left: Math.max(0, lines.length - MOST_LINES),
  }
}

function stateOf({ effects, noEffect }: MigrationHistory): ColumnState {
  if (!effects) return 'not-known'
  if (noEffect) return 'nothing'
  return effects.more || effects.rows.notKnown !== null ? 'partly' : 'told'
}

interface OpenLine {
  readonly sort: PictureLine['sort']
  schema: string
  name: string
  readonly was: string[]
  readonly from: number | null
  until: number | null
  readonly marks: PictureMark[]
}

class Drawing {
  readonly #all: OpenLine[] = []
  readonly #others = new Map<string, OpenLine>()
  /** Tables that are there now, by their keys. */
  #tables = new Map<string, OpenLine>()

  lines(): PictureLine[] {
    const others = [...this.#others].toSorted(([first], [second]) => (first < second ? -1 : 1))
    return [...this.#all, ...others.map(([, line]) => line)].map((line) => ({
      ...line,
      was: [...line.was],
      marks: [...line.marks],
    }))
  }

  add(at: number, { objects, rows }: NonNullable<MigrationHistory['effects']>): void {
    const groups = groupEffects(objects)
    const tables = groups.filter(({ address }) => isTable(address))
    // What is gone first, then all new names at once, then what is new: names may be handed on.
    for (const group of tables) if (group.own?.change === 'dropped') this.#drop(at, group)
    this.#move(tables)
    for (const group of tables) if (group.own?.change !== 'dropped') this.#touch(at, group)
    this.#addOthers(
      at,
      groups.filter(({ address }) => !isTable(address)),
    )
    for (const touched of rows.tables) {
      const text = rowsText(touched)
      if (text !== '') this.#lineOf(touched.table).marks.push({ at, mark: 'rows', text })
    }
  }

  #drop(at: number, { address }: EffectGroup): void {
    const line = this.#lineOf(address)
    line.until = at
    line.marks.push({ at, mark: 'dropped', text: 'drops it' })
    this.#tables.delete(keyOf(address))
  }

  #move(groups: readonly EffectGroup[]): void {
    const moved = groups.flatMap(({ own }) => {
      if (!own?.was) return []
      const line = this.#lineOf(own.was)
      return [{ own, was: own.was, line }]
    })
    for (const { was } of moved) this.#tables.delete(keyOf(was))
    for (const { own, was, line } of moved) {
      line.was.push(nameOf(was))
      ;[line.schema, line.name] = placeOf(own.address)
      this.#tables.set(keyOf(own.address), line)
    }
  }

  #touch(at: number, group: EffectGroup): void {
    const { address, own } = group
    const line = own?.change === 'created' ? this.#begin(address, at) : this.#lineOf(address)
    line.marks.push(...marksOf(at, group))
  }

  /** What nothing tells the beginning of was there before, as far as is known. */
  #lineOf(address: Address): OpenLine {
    return this.#tables.get(keyOf(address)) ?? this.#begin(address, null)
  }

  #begin(address: Address, from: number | null): OpenLine {
    const [schema, name] = placeOf(address)
    const before = this.#tables.get(keyOf(address))
    // It went while nothing could be told.
    if (before) before.until = from
    const line: OpenLine = { sort: 'table', schema, name, was: [], from, until: null, marks: [] }
    this.#all.push(line)
    this.#tables.set(keyOf(address), line)
    return line
  }

  #addOthers(at: number, groups: readonly EffectGroup[]): void {
    const found = new Map<string, Map<MarkName, string[]>>()
    for (const { address, own, parts } of groups) {
      const done = doneIn({ address, own, parts })
      if (done.length === 0) continue
      const sort = plural(address.type)
      const marks = found.get(sort) ?? new Map<MarkName, string[]>()
      found.set(sort, marks)
      const mark = own && own.change !== 'follows' ? own.change : 'altered'
      marks.set(mark, [...(marks.get(mark) ?? []), nameOf(address)])
    }
    for (const [sort, marks] of found) {
      const line = this.#others.get(sort) ?? {
        sort: 'others' as const,
        schema: '',
        name: sort,
        was: [],
        from: null,
        until: null,
        marks: [],
      }
      this.#others.set(sort, line)
      for (const [mark, names] of marks) {
        line.marks.push({ at, mark, text: `${VERBS[mark]} ${listed(names)}` })
      }
    }
  }
}

/** Both halves of a table's name; what it is in first. */
const placeOf = ({ names }: Address): [schema: string, name: string] => [
  names.slice(0, -1).join('.'),
  names.at(-1) ?? '',
]

const nameOf = ({ names, args, type }: Address): string =>
  `${names.join('.')}${/function|procedure|aggregate/.test(type) ? `(${args.join(', ')})` : ''}`

const isTable = ({ type }: Address): boolean => type === 'table' || type === 'foreign table'

const VERBS: Readonly<Record<MarkName | 'follows', string>> = {
  created: 'creates',
  altered: 'alters',
  renamed: 'renames',
  rebuilt: 'makes anew',
  dropped: 'drops',
  rows: 'touches rows of',
  follows: '',
}

const ON_PARTS: Readonly<Record<Effect['change'], string>> = {
  created: 'adds',
  altered: 'alters',
  renamed: 'renames',
  rebuilt: 'makes anew',
  dropped: 'removes',
  follows: '',
}

function marksOf(at: number, { own, parts }: EffectGroup): readonly PictureMark[] {
  if (own?.change === 'created' || own?.change === 'rebuilt') {
    const columns = parts.filter(({ kind }) => kind === 'column').length
    const text = `${VERBS[own.change]} it${columns > 0 ? ` with ${counted(columns, 'column')}` : ''}`
    return [{ at, mark: own.change, text }]
  }
  const itself = own && own.change !== 'follows' ? own : null
  const named: PictureMark[] =
    itself?.change === 'renamed'
      ? [{ at, mark: 'renamed', text: `renames it from ${nameOf(itself.was ?? itself.address)}` }]
      : []
  const changed = (itself?.attributes ?? []).map(({ name }) => name)
  const sentences = [
    ...(changed.length > 0 ? [`changes its ${listed(changed)}`] : []),
    ...partSentences(parts),
  ]
  const isAltered = sentences.length > 0 || itself?.change === 'altered'
  return isAltered
    ? [...named, { at, mark: 'altered', text: sentences.join('; ') || 'alters it' }]
    : named
}

function partSentences(parts: readonly Effect[]): readonly string[] {
  const changes = ['created', 'altered', 'renamed', 'rebuilt', 'dropped'] as const
  return changes.flatMap((change) => {
    const names = parts
      .filter((part) => part.change === change)
      .map(({ kind, address }) => partName(kind, address))
    return names.length === 0 ? [] : [`${ON_PARTS[change]} ${listed(names)}`]
  })
}

/** Parts that have no name of their own are named by what they are. */
const partName = (kind: Effect['kind'], address: Address): string =>
  NAMELESS.has(kind)
    ? `${KIND_NAMES[kind]} of ${ownNameOf(address)}`
    : `${KIND_NAMES[kind]} ${ownNameOf(address)}`

const NAMELESS: ReadonlySet<Effect['kind']> = new Set([
  'default',
  'comment',
  'owner',
  'privilege',
  'security-label',
])

const MOST_NAMED = 4
const LONGEST_NAME = 80

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(clipped)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${formatNumber(more)} more` : shown.join(', ')
}

const clipped = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name

/** `inserts 3 rows, deletes 1`; empty where none was touched. */
export function rowsText({ inserted, updated, written, deleted, truncated }: RowEffect): string {
  const counts: readonly (readonly [verb: string, past: string, count: number | null])[] = [
    ...(written === undefined
      ? ([
          ['inserts', 'inserted', inserted],
          ['updates', 'updated', updated],
        ] as const)
      : ([['writes', 'written', written]] as const)),
    ['deletes', 'deleted', deleted],
  ]
  const told = counts.flatMap(([verb, , count]) =>
    count !== null && count > 0 ? [`${verb} ${counted(count, 'row')}`] : [],
  )
  const unknown = counts.flatMap(([, past, count]) => (count === null ? [past] : []))
  return [
    ...(truncated === true ? ['empties it'] : []),
    ...told,
    ...(unknown.length > 0 ? [`could not tell how many rows it ${unknown.join(' or ')}`] : []),
    ...(truncated === null ? ['could not tell whether it empties it'] : []),
  ].join(', ')
}
