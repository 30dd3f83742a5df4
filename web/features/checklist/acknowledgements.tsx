import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Acknowledgement, Person } from '../../../shared/checklist.ts'
import { counted } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'
import { initialsOf } from './reviewer.ts'
import { useCanChange } from '../../lib/use-overview.ts'
import { StatementDialog } from './statement-dialog.tsx'
import { momentText } from '../../../shared/moment-text.ts'
import { useKeptFocus } from '../../lib/use-kept-focus.ts'

/** The acceptable differences by class: each needs one acknowledgement with a reason. */
export const Acknowledgements = ({
  acknowledgements,
  person,
  asked,
}: {
  readonly acknowledgements: readonly Acknowledgement[]
  readonly person: Person
  readonly asked: string
}) => (
  <section aria-label="Acceptable differences">
    <h3>Acceptable differences</h3>
    {acknowledgements.length === 0 ? (
      <p className="muted">There are none to acknowledge.</p>
    ) : (
      <ul className="items">
        {acknowledgements.map((each) => (
          <OneClass
            key={each.class}
            acknowledgement={each}
            person={person}
            isAsked={asked === each.class}
          />
        ))}
      </ul>
    )}
  </section>
)

function OneClass({
  acknowledgement: { class: name, means, count, hash, given },
  person,
  isAsked,
}: {
  readonly acknowledgement: Acknowledgement
  readonly person: Person
  readonly isAsked: boolean
}) {
  const isOpen = given?.state !== 'current'
  const isUnnamed = person.name.trim() === ''
  const canChange = useCanChange()
  // Whoever comes from one of the differences comes to acknowledge them.
  const [dialog, setDialog] = useState<'open' | 'closed'>(
    isAsked && isOpen && !isUnnamed ? 'open' : 'closed',
  )
  const holder = useKeptFocus<HTMLLIElement>(given?.state)
  useEffect(() => {
    if (isAsked) holder.current?.scrollIntoView({ block: 'center' })
  }, [holder, isAsked])
  return (
    <li
      className={isAsked ? 'item asked' : 'item'}
      aria-label={`Class ${name}`}
      tabIndex={-1}
      ref={holder}
    >
      <div className="item-head">
        <h4>
          <Mark tone="acceptable" word={name} />
        </h4>
        <div className="item-side">
          <ClassState given={given} />
          {isOpen && (
            <button
              type="button"
              disabled={isUnnamed || !canChange}
              onClick={() => setDialog('open')}
            >
              {given ? 'Acknowledge again' : 'Acknowledge'} <span className="hidden">{name}</span>
            </button>
          )}
        </div>
      </div>
      <p>
        {means} ·{' '}
        <Link to="/compare" search={{ class: name, acceptable: 'shown' }}>
          {counted(count, 'difference')}
        </Link>
      </p>
      {given && (
        <p className="signed-by">
          {given.state === 'current' ? 'Acknowledged' : 'Was acknowledged'} by{' '}
          <strong>{given.person.name}</strong> on{' '}
          <time dateTime={given.at}>{momentText(given.at)}</time>: {given.reason}
          {given.state === 'stale' && '. The differences are others since: it counts no more.'}
        </p>
      )}
      {dialog === 'open' && (
        <StatementDialog
          title={`Acknowledge: ${name}`}
          words="Why these differences are right"
          action={`Acknowledge as ${person.name}`}
          needed="needed"
          onClose={() => setDialog('closed')}
          make={(reason) => ({
            to: 'acknowledge',
            body: { class: name, seen: hash, person, reason },
          })}
        >
          <p>
            {counted(count, 'difference')}: {means}. Exactly these are acknowledged; others that
            come later need it anew.
          </p>
        </StatementDialog>
      )}
    </li>
  )
}

function ClassState({ given }: { readonly given: Acknowledgement['given'] }) {
  if (!given) return <span className="muted">To acknowledge</span>
  return given.state === 'current' ? (
    <Mark tone="signed" word={`Acknowledged · ${initialsOf(given.person.name)}`} />
  ) : (
    <Mark tone="stale" word="Changed since" />
  )
}
