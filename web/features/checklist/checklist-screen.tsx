import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { TEXT_OF } from '../../../shared/checklist.ts'
import type { Checklist, Person } from '../../../shared/checklist.ts'
import { counted } from '../../../shared/report.ts'
import { ErrorNotice, Problem } from '../../components/notice.tsx'
import { OffScreen } from '../../components/off-screen.tsx'
import { checklistQuery } from '../../lib/queries.ts'
import { revisionText } from '../../lib/revision-text.ts'
import { useKeptFocus } from '../../lib/use-kept-focus.ts'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'
import { Acknowledgements } from './acknowledgements.tsx'
import { Item } from './checklist-item.tsx'
import { useReviewer } from './reviewer.ts'
import { ReviewerForm } from './reviewer-form.tsx'
import { ReviewLog } from './review-log.tsx'
import { StatementDialog } from './statement-dialog.tsx'
import './checklist.css'

/** What a person signs, with what the machine found for each item. */
export function ChecklistScreen() {
  const { way } = useOverview()
  const { data, error, refetch } = useQuery({ ...checklistQuery, enabled: way === 'project' })
  if (way !== 'project') return <OffScreen name="Checklist" way={way} />
  if (data) return <Signing checklist={data} />
  return (
    <section className="screen">
      <h2>Checklist</h2>
      {error ? (
        <Problem thrown={error} onRetry={() => void refetch()} />
      ) : (
        <p className="empty">Reading the checklist…</p>
      )}
    </section>
  )
}

function Signing({ checklist }: { readonly checklist: Checklist }) {
  const { items, acknowledgements, log, broken } = checklist
  const { revisions } = useOverview()
  const search = useSearch({ from: '/checklist' })
  const [person, setPerson] = useReviewer(checklist.person)
  const behind = revisionText(revisions)
  const holder = useKeptFocus<HTMLDivElement>(items.filter(isSigned).length)
  return (
    <div className="screen checklist" tabIndex={-1} ref={holder}>
      <div className="screen-head">
        <h2>Checklist</h2>
        <Progress items={items} />
        <div className="actions">
          <SignAll checklist={checklist} person={person} />
        </div>
      </div>
      {broken !== null && <Broken why={broken} />}
      {behind !== undefined && (
        <p className="behind-note">{behind} Verify again before you sign.</p>
      )}
      <ReviewerForm person={person} onChange={setPerson} />
      <div className="checklist-columns">
        <ol className="items" aria-label="Items">
          {items.map((item, index) => (
            <Item
              key={item.id}
              item={item}
              number={index + 1}
              person={person}
              isAsked={search.item === item.id}
            />
          ))}
        </ol>
        <div>
          <Acknowledgements
            acknowledgements={acknowledgements}
            person={person}
            asked={search.class}
          />
        </div>
      </div>
      <ReviewLog log={log} />
    </div>
  )
}

const Broken = ({ why }: { readonly why: string }) => (
  <ErrorNotice
    error={{
      code: 'log-broken',
      message: `The log of this review is broken: ${why}.`,
      help: 'Nothing in it counts, and the export refuses. Put .rebaseline/review.json back from version control; where nobody has it, remove it and sign anew.',
    }}
  />
)

const isSigned = ({ signOff }: Checklist['items'][number]): boolean => signOff?.state === 'current'

function Progress({ items }: { readonly items: Checklist['items'] }) {
  const signed = items.filter(isSigned).length
  return (
    <p>
      <progress aria-label="Signed items" value={signed} max={items.length} /> {signed} of{' '}
      {items.length} signed
    </p>
  )
}

/** Signs everything that can be signed, with one note: enough for a team of one. */
function SignAll({
  checklist: { items },
  person,
}: {
  readonly checklist: Checklist
  readonly person: Person
}) {
  const [dialog, setDialog] = useState<'open' | 'closed'>('closed')
  const ready = items.filter(
    ({ signOff, obstacles, evidence }) =>
      signOff?.state !== 'current' && obstacles.length === 0 && evidence,
  )
  const isUnnamed = person.name.trim() === ''
  const canChange = useCanChange()
  const seen = Object.fromEntries(ready.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
  return (
    <>
      <button
        type="button"
        className="primary"
        disabled={ready.length === 0 || isUnnamed || !canChange}
        onClick={() => setDialog('open')}
      >
        Sign all that can be signed{ready.length > 0 && ` (${ready.length})`}
      </button>
      {dialog === 'open' && (
        <StatementDialog
          title={`Sign ${counted(ready.length, 'item')}`}
          words="One note for all of them"
          action={`Sign ${counted(ready.length, 'item')} as ${person.name}`}
          needed="optional"
          onClose={() => setDialog('closed')}
          make={(note) => ({
            to: 'sign',
            body: { items: ready.map(({ id }) => id), seen, person, note },
          })}
        >
          <ul className="plain">
            {ready.map(({ id, title }) => (
              <li key={id}>
                {title}
                {TEXT_OF[id] && `, and the text of the ${TEXT_OF[id]} draft`}
              </li>
            ))}
          </ul>
        </StatementDialog>
      )}
    </>
  )
}
