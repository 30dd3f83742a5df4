import type { Comparison } from '../../../shared/finding.ts'
import { KIND_NAMES } from '../../../shared/kinds.ts'
import { countsInOrder, formatNumber, plural } from '../../../shared/report.ts'

/** How many objects of each kind stand on each side, and how many of them differ. */
export function CountsTable({ comparison }: { readonly comparison: Comparison }) {
  const counts = countsInOrder(comparison)
  return (
    <details className="counts" open={matchMedia('(min-width: 1100px)').matches}>
      <summary>Objects by kind</summary>
      <table>
        <caption className="hidden">Objects compared, by kind</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Old</th>
            <th scope="col">Rebuilt</th>
            <th scope="col">Equal</th>
            <th scope="col">Differ</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(([kind, count]) => (
            <tr key={kind} className={count.findings > 0 ? 'differing' : 'muted'}>
              <th scope="row">{plural(KIND_NAMES[kind])}</th>
              <td>{formatNumber(count.old)}</td>
              <td>{formatNumber(count.rebuilt)}</td>
              <td>{formatNumber(count.equal)}</td>
              <td>{formatNumber(count.findings)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
