import { Link } from '@tanstack/react-router'
import type { Result } from '../../../shared/overview.ts'
import { formatNumber, plural } from '../../../shared/report.ts'
import { kindName, kindOrder } from '../../lib/kind-names.ts'

type Counts = Result['counts']

/** How much of each kind was compared, on both sides, and how much of it agrees. */
export function CountsTable({ counts }: { readonly counts: Counts }) {
  const kinds = Object.entries(counts).toSorted(([first], [second]) => kindOrder(first, second))
  return (
    <section className="counts" aria-label="Compared, by kind">
      <h3>Compared, by kind</h3>
      <table>
        <caption className="hidden">Objects of each kind</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Old</th>
            <th scope="col">Rebuilt</th>
            <th scope="col">Equal</th>
            <th scope="col">Findings</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, { old, rebuilt, equal, findings }]) => (
            <tr key={kind} className={findings > 0 ? 'differing' : undefined}>
              <th scope="row">{plural(kindName(kind))}</th>
              <td>{formatNumber(old)}</td>
              <td>{formatNumber(rebuilt)}</td>
              <td>{formatNumber(equal)}</td>
              <td>
                {findings === 0 ? (
                  '0'
                ) : (
                  <Link to="/compare" search={{ kind }}>
                    {formatNumber(findings)}
                    <span className="hidden"> findings of {kindName(kind)}</span>
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
