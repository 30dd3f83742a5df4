import { shownName } from '../kinds/sql.ts'
import type { Effect, RowEffect, RowEffects } from '../../shared/history.ts'
import { KIND_NAMES, type FindingKind } from '../../shared/kinds.ts'
import { addressOf, keyOf, type Address } from '../../shared/model.ts'

/** What a migration did, as far as that is known. */
interface Did {
  readonly objects: readonly Effect[]
  readonly rows: RowEffects
  readonly more: boolean
}

/** In words: `creates table public.users; inserts 3 rows of public.roles`. */
export function didOf({ objects, rows, more }: Did): string {
  const known = new Map(objects.map((effect) => [keyOf(effect.address), effect]))
  const isWhole = ({ parent, kind }: Effect): boolean => parent === null || !PARTS.has(kind)
  const wholes = objects.filter(isWhole)
  const of = (change: Effect['change']): Effect[] =>
    wholes.filter((effect) => effect.change === change)
  const mended = objects
    .filter((effect) => !isWhole(effect) && effect.change !== 'follows')
    .map(({ parent }) => wholeOf(parent ?? '', known))
    .filter((key) => !NEW_OR_GONE.has(known.get(key)?.change ?? 'altered'))
    .map((key) => nameOf(addressOf(key), known.get(key)?.kind))
  const parts = [
    sentence('creates', of('created').map(named)),
    sentence('renames', of('renamed').map(renamed)),
    sentence('alters', [
      ...of('altered').map(named),
      ...of('renamed')
        .filter(({ attributes }) => attributes.length > 0)
        .map(named),
      ...mended,
    ]),
    sentence('makes anew', of('rebuilt').map(named)),
    sentence('removes', of('dropped').map(named)),
    ...rowSentences(rows),
  ].filter((part) => part !== '')
  if (parts.length > 0) return parts.join('; ')
  return more || objects.length > 0
    ? 'changes what is not told here'
    : 'leaves no object and no row otherwise than it was'
}

/** They are told as a change of what they are parts of. */
const PARTS: ReadonlySet<FindingKind> = new Set([
  'column',
  'default',
  'constraint',
  'owner',
  'privilege',
  'operator-family-member',
  'publication-member',
])

const NEW_OR_GONE: ReadonlySet<Effect['change']> = new Set(['created', 'dropped', 'rebuilt'])

/** What a part of a part is a part of: a default's table. */
function wholeOf(key: string, known: ReadonlyMap<string, Effect>): string {
  const { type, names } = addressOf(key)
  const effect = known.get(key)
  if (effect && PARTS.has(effect.kind) && effect.parent !== null)
    return wholeOf(effect.parent, known)
  if (!effect && type.endsWith(' column'))
    return keyOf({ type: type.slice(0, -' column'.length), names: names.slice(0, -1), args: [] })
  return key
}

const sentence = (verb: string, things: readonly string[]): string =>
  things.length === 0 ? '' : `${verb} ${[...new Set(things)].sort().join(', ')}`

const named = ({ address, kind }: Effect): string => nameOf(address, kind)

const renamed = ({ address, was, kind }: Effect): string =>
  `${nameOf(was ?? address, kind)} to ${ON_ANOTHER.has(address.type) ? shownName(address.names.at(-1) ?? '') : pathText(address)}`

/** They stand on the object that the names before their own lead to. */
const ON_ANOTHER: ReadonlySet<string> = new Set(['trigger', 'policy', 'rule'])

function nameOf(address: Address, kind: FindingKind | undefined): string {
  const { type, names, args } = address
  if (ON_ANOTHER.has(type)) {
    return `${type} ${shownName(names.at(-1) ?? '')} on ${dotted(names.slice(0, -1))}`
  }
  if (type === 'cast')
    return `cast from ${names.map(short).join('.')} to ${args.map(short).join('.')}`
  const what = type === 'type' && kind ? KIND_NAMES[kind] : type
  return [what, pathText(address)].filter((text) => text !== '').join(' ')
}

/** Names of types are printed by Postgres already. */
function pathText({ type, names, args }: Address): string {
  const path = /\btype$/.test(type) ? names.join('.') : dotted(names)
  return WITH_ARGUMENTS.test(type)
    ? `${path}(${args.map(short).join(', ')})`
    : [path, ...args].filter((text) => text !== '').join(' ')
}

/** Nobody says of Postgres's own types where they are. */
const short = (type: string): string => type.replace(/^pg_catalog\./, '')

const WITH_ARGUMENTS = /\b(?:function|procedure|aggregate|operator)$/

const dotted = (names: readonly string[]): string => names.map(shownName).join('.')

/** A row that a migration inserted and changed counts as both. */
function rowSentences({ tables, notKnown }: RowEffects): string[] {
  const counted = (verb: string, count: (rows: RowEffect) => number | null | undefined): string =>
    sentence(
      verb,
      tables.flatMap((each) => {
        const found = count(each) ?? 0
        return found > 0 ? [rowsText(found, each.table)] : []
      }),
    )
  const tablesThat = (verb: string, isSo: (rows: RowEffect) => boolean): string =>
    sentence(
      verb,
      tables.filter(isSo).map(({ table }) => `table ${dotted(table.names)}`),
    )
  return [
    tablesThat('truncates', ({ truncated }) => truncated === true),
    counted('inserts', ({ inserted }) => inserted),
    counted('updates', ({ updated }) => updated),
    counted('writes', ({ written }) => written),
    counted('deletes', ({ deleted }) => deleted),
    tablesThat('touches rows that could not be counted in', isPartlyKnown),
    notKnown === null ? '' : `may touch rows that could not be counted (${notKnown})`,
  ]
}

const isPartlyKnown = ({ inserted, updated, written, deleted, truncated }: RowEffect): boolean =>
  deleted === null ||
  (written === undefined && (inserted === null || updated === null || truncated === null))

/** Whether nothing is left to be found out. */
export const isWhollyKnown = ({ tables, notKnown }: RowEffects): boolean =>
  notKnown === null && !tables.some(isPartlyKnown)

const rowsText = (count: number, { names }: Address): string =>
  `${count === 1 ? '1 row' : `${count} rows`} of ${dotted(names)}`
