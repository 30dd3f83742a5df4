import type { Finding } from '../../shared/finding.ts'
import { KIND_NAMES, type Kind } from '../../shared/kinds.ts'
import {
  describeAddress,
  keyOf,
  type AttributeValue,
  type CatalogObject,
  type Model,
} from '../../shared/model.ts'
import { counted } from '../../shared/report.ts'
import { kinds } from '../kinds/registry.ts'
import { same } from './compare.ts'

type Pair = readonly [CatalogObject, CatalogObject]

/** What two majors make differ by themselves can't be compared exactly: it is said apart from what the migrations make differ. */
export function apartFromMajors(
  findings: readonly Finding[],
  matched: readonly Pair[],
  { old, rebuilt }: Readonly<Record<'old' | 'rebuilt', Model>>,
): { readonly findings: readonly Finding[]; readonly notCompared: readonly string[] } {
  const [was, is] = [old.server.major, rebuilt.server.major]
  if (was === is) return { findings, notCompared: [] }
  const pairs = new Map(matched.map((pair) => [pair[0].key, pair]))
  const told = new Map<string, string[]>()
  const tell = (why: string, what: string): void =>
    void told.set(why, [...(told.get(why) ?? []), what])
  for (const [why, count] of unknownToOne(matched)) tell(why, count)
  const left = findings.flatMap((finding): Finding[] => {
    if (finding.class === 'printed') return [{ ...finding, note: printedNote(finding, is) }]
    const pair = finding.change === 'changed' ? pairs.get(keyOf(finding.address)) : undefined
    const attributes = finding.attributes.filter((attribute) => {
      const why = pair && kinds[pair[0].kind].betweenMajors?.(pair[0], pair[1], attribute)
      if (why === undefined) return true
      tell(why, `${describeAddress(finding.address)}${values(attribute)}`)
      return false
    })
    return attributes.length > 0 || finding.attributes.length === 0
      ? [{ ...finding, attributes }]
      : []
  })
  const notCompared = [...told].map(
    ([why, what]) => `${why}: PostgreSQL ${was} against ${is} (${listed(what)})`,
  )
  return { findings: left, notCompared }
}

const printedNote = ({ note }: Finding, major: number): string =>
  [
    ...(note === undefined ? [] : [note]),
    `Printed by PostgreSQL ${major}, both read the same.`,
  ].join(' ')

/** What one of the majors knows of no object, with the number of those that it would have to know it of. */
function unknownToOne(matched: readonly Pair[]): ReadonlyMap<string, string> {
  const counts = new Map<string, { count: number; kind: Kind }>()
  for (const [old, rebuilt] of matched) {
    for (const [name, what] of Object.entries(kinds[old.kind].unknownBefore ?? {})) {
      const [a, b] = [old.attributes[name] ?? null, rebuilt.attributes[name] ?? null]
      if (same(a, b) || (a !== null && b !== null)) continue
      counts.set(what, { count: (counts.get(what)?.count ?? 0) + 1, kind: old.kind })
    }
  }
  return new Map(
    [...counts].map(([what, { count, kind }]) => [what, counted(count, KIND_NAMES[kind])]),
  )
}

const values = ({ old, rebuilt }: { old: AttributeValue; rebuilt: AttributeValue }): string =>
  [old, rebuilt].every((value) => typeof value === 'string') ? ` ${old} and ${rebuilt}` : ''

const MOST_NAMED = 10

function listed(what: readonly string[]): string {
  const more = what.length - MOST_NAMED
  return `${what.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
