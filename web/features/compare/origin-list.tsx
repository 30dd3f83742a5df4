import { Link } from '@tanstack/react-router'
import type { Origin, OriginLine } from '../../../shared/object.ts'
import { CodeText } from '../../components/code-text.tsx'
import { kindName } from '../../lib/kind-names.ts'

/** Which of the old migrations made an object and its parts, and which touched them since. */
export const OriginList = ({ origin: { lines, why } }: { readonly origin: Origin }) =>
  why === null ? (
    <div className="scroll-box origin-list">
      <table>
        <caption className="hidden">Where it comes from</caption>
        <thead>
          <tr>
            <th scope="col">Object or part</th>
            <th scope="col">Made by</th>
            <th scope="col">Touched since by</th>
            <th scope="col">Was called</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  ) : (
    <p className="empty">Where it comes from is not told: {why}.</p>
  )

const Line = ({
  line: { kind, name, created, touched, was, note },
}: {
  readonly line: OriginLine
}) => (
  <tr>
    <th scope="row">
      <span className="muted">{kindName(kind)}</span> <CodeText text={name} />
    </th>
    <td>
      {created === null ? <span className="muted">{note}</span> : <Migrations names={[created]} />}
    </td>
    <td>
      <Migrations names={touched} />
    </td>
    <td>{was.length > 0 && <CodeText text={was.join(', ')} />}</td>
  </tr>
)

const Migrations = ({ names }: { readonly names: readonly string[] }) =>
  names.map((name, place) => (
    <span key={name}>
      {place > 0 && ', '}
      <Link to="/history" search={{ migration: name }}>
        <CodeText text={name} />
      </Link>
    </span>
  ))
