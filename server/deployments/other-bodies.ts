import type { Finding } from '../../shared/finding.ts'
import { groupBy } from '../../shared/group-by.ts'
import type { HistoryFinding, MigrationHistory } from '../../shared/history.ts'
import { describeAddress } from '../../shared/model.ts'
import { sentAddress } from '../../shared/object.ts'
import type { Attribution } from './attribution.ts'

const MOST_NAMED = 3

/**
 * Migrations that a live database has run, and that do something else now than what is there: another text ran then, or
 * somebody changed the database since. Nothing in a database tells the two apart.
 */
export function otherBodies(
  migrations: readonly MigrationHistory[],
  executed: ReadonlySet<string>,
  findings: readonly Finding[],
  attribution: (finding: Finding) => Attribution | null,
): HistoryFinding[] {
  const differing = findings.filter((finding) => finding.class === 'structural')
  const by = groupBy(differing, (finding) => attribution(finding)?.by ?? '')
  return migrations
    .filter(({ name }) => executed.has(name))
    .flatMap(({ name, noEffect }): HistoryFinding[] => {
      const own = by.get(name) ?? []
      if (own.length > 0) {
        const text = `${name} has run there, and what it does now is not what is there (${listed(own)}): another text of it or of a later one ran, or somebody changed the database since`
        return [otherBody(name, own, text)]
      }
      if (noEffect?.reason !== 'no-statement' || differing.length === 0) return []
      const text = `${name} has run there, and sends nothing now: another text of it may have made what differs (${listed(differing)})`
      return [otherBody(name, differing, text)]
    })
}

const otherBody = (name: string, findings: readonly Finding[], text: string): HistoryFinding => ({
  kind: 'other-body',
  migrations: [name],
  objects: findings.map(({ address }) => sentAddress(address)),
  text,
})

function listed(findings: readonly Finding[]): string {
  const named = findings.slice(0, MOST_NAMED).map(({ address }) => describeAddress(address))
  const more = findings.length - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
