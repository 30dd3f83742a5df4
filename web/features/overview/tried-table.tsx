import type { ReactNode } from 'react'
import { NameText } from '../../components/code-text.tsx'
import { formatNumber } from '../../../shared/report.ts'

/** What was tried on one object, and what is told of it. */
export interface Tried {
  readonly key: string
  readonly object: string
  readonly what: ReactNode
  readonly detail: ReactNode
}

/** Objects on which something was tried, a line each; the title is for those who can't see where it stands. */
export const TriedTable = ({
  title,
  what,
  detail,
  rows,
}: {
  readonly title: string
  readonly what: string
  readonly detail: string
  readonly rows: readonly Tried[]
}) => (
  <table className="faults">
    <caption className="hidden">{title}</caption>
    <thead>
      <tr>
        <th scope="col">Object</th>
        <th scope="col">{what}</th>
        <th scope="col">{detail}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.key}>
          <th scope="row">
            <NameText name={row.object} />
          </th>
          <td>{row.what}</td>
          <td>{row.detail}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** How many more there are than the page is sent. */
export const More = ({ number }: { readonly number: number }) =>
  number === 0 ? null : (
    <p className="muted">
      … and {formatNumber(number)} more: <code>verify --plant-faults --json</code> has all.
    </p>
  )
