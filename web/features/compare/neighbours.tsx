import { Link } from '@tanstack/react-router'
import type { ObjectDetail } from '../../../shared/object.ts'
import { Mark } from '../../components/mark.tsx'
import { CodeText } from '../../components/code-text.tsx'
import { kindName } from '../../lib/kind-names.ts'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'

type Neighbours = ObjectDetail['neighbours']

/** What the object needs and what needs it, each a link. */
export const Neighbours = ({
  neighbours: { needs, neededBy },
}: {
  readonly neighbours: Neighbours
}) => (
  <div className="neighbours">
    <Group title="Needs" members={needs} />
    <Group title="Needed by" members={neededBy} />
  </div>
)

const Group = ({
  title,
  members,
}: {
  readonly title: string
  readonly members: Neighbours['needs']
}) => (
  <section aria-label={title}>
    <h3>
      {title} <span className="count">{members.length}</span>
    </h3>
    {members.length === 0 ? (
      <p className="muted">nothing</p>
    ) : (
      <ul className="plain">
        {members.map(({ id, kind, name, status }) => (
          <li key={id}>
            {status !== 'same' && <Mark {...STATUS_LOOKS[status]} />}{' '}
            <Link to="/compare" search={(now) => ({ ...now, object: id, offset: 0 })}>
              <span className="muted">{kindName(kind)}</span> <CodeText text={name} />
            </Link>
          </li>
        ))}
      </ul>
    )}
  </section>
)
