import { kinds } from '../kinds/registry.ts'
import type { Finding } from '../../shared/finding.ts'
import { keyOf, type CatalogObject, type Model } from '../../shared/model.ts'

/** Says of what two majors make differ by themselves that no baseline mends it; it stays a difference. */
export function withMajorNotes(
  findings: readonly Finding[],
  matched: readonly (readonly [CatalogObject, CatalogObject])[],
  { old, rebuilt }: Readonly<Record<'old' | 'rebuilt', Model>>,
): readonly Finding[] {
  const [was, is] = [old.server.major, rebuilt.server.major]
  if (was === is) return findings
  const pairs = new Map(matched.map((pair) => [pair[0].key, pair]))
  return findings.map((finding) => {
    const pair = finding.change === 'changed' ? pairs.get(keyOf(finding.address)) : undefined
    const names = finding.attributes.map(({ name }) => name)
    const why = pair && kinds[pair[0].kind].betweenMajors?.(pair[0], pair[1], names)
    if (why === undefined) return finding
    const said = `${why}: PostgreSQL ${was} and ${is} differ here, not the migrations; build both sides on one major to compare without it`
    return { ...finding, note: finding.note === undefined ? said : `${finding.note} ${said}` }
  })
}
