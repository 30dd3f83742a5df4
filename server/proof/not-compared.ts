import { shownName } from '../kinds/sql.ts'
import { configurationOf, ownTablesOf } from '../rows/configuration.ts'
import { pairLeftOut } from '../rows/left-out.ts'
import { isAllBut, knownSelection, readsSequencesOf, selectedTables } from '../rows/selection.ts'
import { describeAddress, keyOf, type AttributeValue, type Model } from '../../shared/model.ts'
import { leftOutText } from '../../shared/left-out.ts'
import type { SeedData, SeedSelection } from '../../shared/rows.ts'

/** What of two sides was not compared, whatever was found. */
export function notCompared(old: Model, rebuilt: Model, seed: SeedSelection): string[] {
  return [
    ...(seed === 'none' ? ['rows: none was named with --seed, so none was read'] : []),
    ...(typeof seed === 'string' || isAllBut(seed)
      ? []
      : [`rows of other tables than ${seed.join(', ')}`]),
    ...unreadSequences(old, rebuilt, seed),
    ...unreadViews(old, rebuilt, seed),
    ...(seed === 'all' || isAllBut(seed) ? ofExtensions([old, rebuilt]) : []),
  ]
}

/** The rows that somebody left out of the seed: that they are as many on both sides says nothing of them. */
export const leftOutNotes = (old: SeedData, rebuilt: SeedData): string[] =>
  pairLeftOut(old, rebuilt).map(leftOutText)

/** A migration may have written to them all the same. */
function ofExtensions(models: readonly Model[]): string[] {
  const shown = ({ names }: { readonly names: readonly string[] }): string =>
    names.map(shownName).join('.')
  const whole = models.flatMap((model) => ownTablesOf(model).map(shown))
  const partly = models.flatMap((model) =>
    configurationOf(model)
      .filter(({ where }) => where !== '')
      .map((table) => `${shown(table)} outside of ${table.where}`),
  )
  const distinct = [...new Set([...whole, ...partly])].sort()
  return distinct.length === 0
    ? []
    : [`rows of tables that an extension made, and does not say are yours: ${distinct.join(', ')}`]
}

/** Where a sequence stands is read with the rows of the table that it belongs to. */
function unreadSequences(old: Model, rebuilt: Model, seed: SeedSelection): string[] {
  if (seed === 'all') return []
  const isUnread = [old, rebuilt].some((model) => {
    const isRead = readsSequencesOf(model, knownSelection(model, seed))
    return [...model.objects.values()].some(
      ({ kind, parent, attributes }) =>
        (kind === 'sequence' && !isRead(ownerOf(attributes['ownedBy']))) ||
        (Array.isArray(attributes['identitySequence']) && !isRead(parent ?? '')),
    )
  })
  if (!isUnread) return []
  if (isAllBut(seed)) return ['where sequences of the tables left out of the seed stand']
  return [seed === 'none' ? 'where sequences stand' : 'where sequences of other tables stand']
}

/** Key of the table whose column a sequence is owned by. */
const ownerOf = (column: AttributeValue | undefined): string =>
  Array.isArray(column)
    ? keyOf({ type: 'table', names: column.slice(1, -1).map(String), args: [] })
    : ''

/** What a lost REFRESH takes away is seen in the rows alone. */
function unreadViews(old: Model, rebuilt: Model, seed: SeedSelection): string[] {
  if (seed === 'all') return []
  const names = [old, rebuilt].flatMap((model) => {
    const read = selectedTables(model, knownSelection(model, seed))
    return [...model.objects.values()]
      .filter(({ kind, key }) => kind === 'materialized-view' && !read.has(key))
      .map(({ address }) => describeAddress(address).replace('materialized view ', ''))
  })
  const distinct = [...new Set(names)].sort()
  return distinct.length === 0 ? [] : [`contents of materialized views: ${distinct.join(', ')}`]
}
