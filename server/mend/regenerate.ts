import { sqlTemplate } from '../baseline/kysely-source.ts'
import type { PlannedStatement } from '../baseline/plan.ts'
import { titleOf, warnings } from '../baseline/write.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { Model } from '../../shared/model.ts'
import { stepsOf } from './acts.ts'
import { blockText, importOf, lineRest, putsBack } from './insert.ts'
import { readMigration, type MigrationText } from './migration-text.ts'
import { lineAt, readSteps, signatureOf, toldOf, type Read, type Told } from './own-steps.ts'
import { neededOf } from './remedy.ts'
import { unitPlaces, type UnitPlace } from './unit-places.ts'
import type { Unit } from './unit.ts'

/** What was generated, for writing parts of it into a draft. */
export interface Generated {
  readonly model: Model
  /** All statements of the baseline, in their order. */
  readonly statements: readonly PlannedStatement[]
  /** What they were written for, where a draft doesn't set it itself. */
  readonly settings: Readonly<Record<string, string>>
}

/** A draft in which one object is written anew, with numbers of statements. */
export interface Regenerated {
  readonly text: string
  readonly replaced: number
  readonly added: number
  readonly removed: number
  /** Where the first of its statements stands now. */
  readonly line: number
  /** Lines whose statements are only known when they run: they may make a part of what was added, too. */
  readonly unsure: readonly number[]
}

const ABOUT = 'Written anew by Rebaseline, as it was generated.'

/** Puts what was generated for one object in the place of what the draft says of it; all else stays byte for byte. */
export function regenerate(
  file: string,
  draft: string,
  { model, statements, settings }: Generated,
  unit: Unit,
): Regenerated | { readonly why: string } {
  const found = readMigration(file, draft)
  if ('why' in found) return found
  const { migration } = found
  const told = toldOf(statements, migration.language)
  const reads = readSteps(draft, stepsOf(migration), told, unit, model)
  if ('why' in reads) return reads
  const wanted = [...told.keys()].filter((place) => unit.keys.has(told[place]?.statement.key ?? ''))
  const isGenerated = putsBack(migration) && migration.db === 'db' && migration.sql === 'sql'
  const pairs = pairsOf(reads, told, wanted, isGenerated ? undefined : migration.sql)
  const places = unitPlaces({ reads, told, wanted, pairs, unit, model, isGenerated })
  if ('why' in places) {
    return { why: places.why((at) => lineAt(draft, reads[at]?.step.start ?? 0)) }
  }
  const kept = new Set(
    [...places.values()].flatMap((place) => ('instead' in place ? place.instead : [])),
  )
  const writing: Writing = { migration, reads, told, wanted, places, settings }
  const removed = [...reads.keys()].filter((at) => reads[at]?.isOwn && !kept.has(at))
  const edits = [
    ...(isGenerated ? amongGenerated(writing) : amongOthers(writing)),
    ...removed.map((at) => removal(draft, reads[at])),
  ].filter(({ start, end, put }) => draft.slice(start, end) !== put)
  const result = edited(draft, edits)
  const text = removed.length === 0 ? result : result.replace(EMPTY_MEND, '')
  const after = readMigration(file, text)
  if ('why' in after) throw new Error(`what ${file} became ${after.why}`)
  const first = told[wanted[0] ?? -1]
  const forms = first ? [first.text, sqlTemplate(first.statement.sql).slice('sql'.length)] : []
  const at = forms.map((form) => text.indexOf(form)).find((place) => place >= 0)
  const moved = [...pairs.values()].filter((place) => !kept.has(place)).length
  const added = wanted.length - pairs.size
  const unclear = reads.filter(({ subjects }) => subjects.some(({ about }) => about === 'unknown'))
  return {
    text,
    replaced: edits.filter(({ does }) => does === 'replace').length + moved,
    added,
    removed: removed.length - moved,
    line: lineAt(text, at ?? 0),
    unsure: added === 0 ? [] : unclear.map(({ text: each }) => lineAt(text, text.indexOf(each))),
  }
}

/** Which of the draft's own statements each generated one is: the same text, else the same said of the same. */
function pairsOf(
  reads: readonly Read[],
  told: readonly Told[],
  wanted: readonly number[],
  sql: string | undefined,
): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const taken = new Set<number>()
  const pair = (place: number, isIt: (read: Read) => boolean): void => {
    if (pairs.has(place)) return
    const at = reads.findIndex((read, index) => read.isOwn && !taken.has(index) && isIt(read))
    if (at < 0) return
    pairs.set(place, at)
    taken.add(at)
  }
  for (const place of wanted) pair(place, ({ generated }) => generated === place)
  for (const place of wanted) {
    const statement = told[place]?.statement
    if (sql !== undefined && statement) pair(place, (read) => isSaid(read, statement, sql))
  }
  const signatures = signaturesOf(wanted.map((place) => told[place]?.text ?? ''))
  for (const [index, place] of wanted.entries()) {
    const signature = signatures[index] ?? '[]'
    if (signature !== '[]') pair(place, ({ subjects }) => signatureOf(subjects) === signature)
  }
  // One that says several of these at once is all of them.
  for (const [index, place] of wanted.entries()) {
    const at = pairs.has(place)
      ? -1
      : reads.findIndex(
          ({ isOwn, subjects }) =>
            isOwn && subjects.some((each) => signatureOf([each]) === signatures[index]),
        )
    if (at >= 0) pairs.set(place, at)
  }
  return pairs
}

/** True where it is that statement as we put it into a draft that was not generated. */
const isSaid = ({ text, step }: Read, { sql: said }: PlannedStatement, sql: string): boolean =>
  text === `await ${sql}${sqlTemplate(said).slice('sql'.length)}.execute(${step.db})`

function signaturesOf(texts: readonly string[]): readonly string[] {
  const source = `import { sql } from 'kysely'\nexport async function up(db) {\n${texts.join('\n')}\n}`
  const read = readMigration('generated.ts', source)
  if ('why' in read) throw new Error(`what was generated ${read.why}`)
  return stepsOf(read.migration).map((step) => signatureOf(step.subjects()))
}

interface Writing {
  readonly migration: MigrationText
  readonly reads: readonly Read[]
  readonly told: readonly Told[]
  readonly wanted: readonly number[]
  readonly places: ReadonlyMap<number, UnitPlace>
  readonly settings: Readonly<Record<string, string>>
}

interface Edit {
  readonly does: 'replace' | 'insert' | 'remove'
  readonly start: number
  readonly end: number
  readonly put: string
}

/** As they were generated, under their own headings. */
function amongGenerated({ migration: { text }, reads, told, wanted, places }: Writing): Edit[] {
  const kinds = new Map<number, Kind | undefined>()
  return wanted.flatMap((place): Edit[] => {
    const each = told[place]
    const at = places.get(place)
    if (!each || !at) return []
    const { statement } = each
    const put = [...warnings(statement).map((warning) => `// ${warning}`), each.text].join('\n  ')
    if ('instead' in at) {
      const read = reads[at.instead]
      return read && read.text !== each.text
        ? [{ does: 'replace', ...withNotes(text, read), put }]
        : []
    }
    const after = 'after' in at ? at.after : at.before
    const read = reads[after]
    if (!read) return []
    const end = read.step.end + lineRest(text.slice(read.step.end))
    const next = reads[after + 1]?.step.start ?? end
    const heading = `\n  // ${titleOf(statement.kind)}\n`
    const headed = text.slice(end, Math.max(end, next)).indexOf(heading)
    const kind = kinds.has(after)
      ? kinds.get(after)
      : read.generated === undefined
        ? undefined
        : told[read.generated]?.statement.kind
    if (kind !== statement.kind && headed >= 0) {
      const start = end + headed + heading.length - 1
      return [{ does: 'insert', start, end: start, put: `\n  ${put}` }]
    }
    kinds.set(after, statement.kind)
    const opening = kind === statement.kind || kind === undefined ? '' : `\n${heading.trimEnd()}`
    return [{ does: 'insert', start: end, end, put: `${opening}\n  ${put}` }]
  })
}

/** As SQL with what it needs to be set: nothing is known of the plugins that builders go through there. */
function amongOthers({ migration, reads, told, wanted, places, settings }: Writing): Edit[] {
  const { text } = migration
  const own = importOf(migration)
  const groups = new Map<string, { readonly at: UnitPlace; readonly told: Told[] }>()
  for (const place of wanted) {
    const at = places.get(place)
    const each = told[place]
    if (!at || !each) continue
    const name =
      'after' in at ? `after ${at.after}` : `at ${'instead' in at ? at.instead : at.before}`
    const group = groups.get(name)
    if (group) group.told.push(each)
    else groups.set(name, { at, told: [each] })
  }
  const edits = [...groups.values()].flatMap(({ at, told: each }): Edit[] => {
    const read = reads['after' in at ? at.after : 'instead' in at ? at.instead : at.before]
    const statements = each.map(({ statement }) => statement)
    const [only, ...more] = statements
    if (read && !('after' in at) && only && more.length === 0 && isSaid(read, only, own.sql))
      return []
    const said = { settings: neededOf(settings, statements), about: ABOUT }
    const db = read?.step.db ?? migration.db
    const put = blockText(statements, said, db, own, putsBack(migration))
    if (read && !('after' in at)) {
      return [{ does: 'replace', ...withNotes(text, read), put: put.trimStart() }]
    }
    const start = read ? read.step.end + lineRest(text.slice(read.step.end)) : migration.opening
    return [{ does: 'insert', start, end: start, put }]
  })
  if (own.text === '' || edits.length === 0) return edits
  return [{ does: 'insert', start: own.at, end: own.at, put: own.text }, ...edits]
}

/** What we wrote above a statement goes with it. */
const NOTES =
  /(?:\/\/ (?:Needs PostgreSQL \d+ or later|Written anew by Rebaseline)[^\n]*\n[ \t]*)+$/

function withNotes(text: string, { step: { start, end } }: Read): { start: number; end: number } {
  const [notes = ''] = NOTES.exec(text.slice(0, start)) ?? []
  return { start: start - notes.length, end }
}

/** What stood above the statements of a mend, where none of them is left. */
const EMPTY_MEND = /\n[ \t]*\n[ \t]*\/\/ Added by Rebaseline:[^\n]*(?=\n[ \t]*(?:\n|\}))/g

/** A statement with its line, where nothing else stands on that. */
function removal(text: string, read: Read | undefined): Edit {
  if (!read) return { does: 'remove', start: 0, end: 0, put: '' }
  const { start } = withNotes(text, read)
  const end = read.step.end + lineRest(text.slice(read.step.end))
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start))?.[1]
  const isAlone = indent !== undefined && /^[ \t]*\n/.test(text.slice(end))
  if (!isAlone) return { does: 'remove', start, end, put: '' }
  const rest = text.indexOf('\n', end) + 1
  return { does: 'remove', start: start - indent.length, end: rest, put: '' }
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = ''
  let from = 0
  for (const { start, end, put } of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(from, start) + put
    from = end
  }
  return result + text.slice(from)
}
