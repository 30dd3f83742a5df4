import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { TEXT_OF } from '../../../shared/checklist.ts'
import type { ChecklistItem, ItemEvidence, ItemId, Person } from '../../../shared/checklist.ts'
import { Mark } from '../../components/mark.tsx'
import { evidenceText, kindText } from './evidence-text.ts'
import { SeedEvidence, SensitiveList } from './seed-evidence.tsx'
import { initialsOf } from './reviewer.ts'
import { useCanChange } from '../../lib/use-overview.ts'
import { StatementDialog } from './statement-dialog.tsx'
import { leftOutText } from '../../../shared/left-out.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { useKeptFocus } from '../../lib/use-kept-focus.ts'

/** One item: what was compared for it, why it can’t be signed, who signed it. */
export function Item({
  item,
  number,
  person,
  isAsked,
}: {
  readonly item: ChecklistItem
  readonly number: number
  readonly person: Person
  readonly isAsked: boolean
}) {
  const { id, title, evidence, obstacles, signOff } = item
  const [dialog, setDialog] = useState<'sign' | 'withdraw' | 'none'>('none')
  const close = () => setDialog('none')
  const holder = useKeptFocus<HTMLLIElement>(signOff?.state)
  useEffect(() => {
    if (isAsked) holder.current?.scrollIntoView({ block: 'center' })
  }, [holder, isAsked])
  const isUnnamed = person.name.trim() === ''
  const canChange = useCanChange()
  return (
    <li className={isAsked ? 'item asked' : 'item'} aria-label={title} tabIndex={-1} ref={holder}>
      <div className="item-head">
        <h3>
          {number}. {title}
        </h3>
        <div className="item-side">
          <ItemState item={item} />
          {signOff?.state !== 'current' && (
            <button
              type="button"
              disabled={obstacles.length > 0 || !evidence || isUnnamed || !canChange}
              onClick={() => setDialog('sign')}
            >
              {signOff ? 'Sign again' : 'Sign'}
            </button>
          )}
          {signOff && (
            <button
              type="button"
              disabled={isUnnamed || !canChange}
              onClick={() => setDialog('withdraw')}
            >
              Withdraw
            </button>
          )}
        </div>
      </div>
      <EvidenceLine evidence={evidence} />
      <LeftOutList evidence={evidence} />
      {evidence && <SeedEvidence evidence={evidence} />}
      <TextLine id={id} />
      {obstacles.length > 0 && signOff?.state !== 'current' && (
        <ul className="obstacles">
          {obstacles.map((obstacle) => (
            <li key={obstacle}>Can’t be signed: {obstacle}.</li>
          ))}
        </ul>
      )}
      <SignedBy item={item} />
      {dialog === 'sign' && evidence && (
        <StatementDialog
          title={`Sign: ${title}`}
          words="Note"
          action={`Sign as ${person.name}`}
          needed="optional"
          onClose={close}
          make={(note) => ({
            to: 'sign',
            body: { items: [id], seen: { [id]: evidence.hash }, person, note },
          })}
        >
          <p>{evidenceText(evidence)}.</p>
          <LeftOutList evidence={evidence} />
          <SensitiveList evidence={evidence} />
          <TextLine id={id} />
        </StatementDialog>
      )}
      {dialog === 'withdraw' && (
        <StatementDialog
          title={`Withdraw: ${title}`}
          words="Note"
          action="Withdraw the sign-off"
          needed="optional"
          onClose={close}
          make={(note) => ({ to: 'withdraw', body: { item: id, person, note } })}
        >
          <p>The sign-off counts no more; the log keeps it.</p>
        </StatementDialog>
      )}
    </li>
  )
}

function ItemState({ item: { signOff, obstacles, evidence } }: { readonly item: ChecklistItem }) {
  if (signOff?.state === 'current') {
    return <Mark tone="signed" word={`Signed · ${initialsOf(signOff.person.name)}`} />
  }
  if (signOff) return <Mark tone="stale" word="Changed since approval" />
  if (!evidence) return <Mark tone="not-compared" word="Not compared" />
  return <span className="muted">{obstacles.length > 0 ? 'Can’t be signed yet' : 'To sign'}</span>
}

function EvidenceLine({ evidence }: { readonly evidence: ItemEvidence | null }) {
  if (!evidence) return <p className="muted">Nothing was compared for it yet.</p>
  const { counts } = evidence
  return (
    <p>
      {evidenceText(evidence)}
      {counts.length > 0 && ': '}
      {counts.map((count, index) => (
        <span key={count.kind}>
          {index > 0 && ', '}
          <Link to="/compare" search={{ kind: count.kind }}>
            {kindText(count)}
          </Link>
          {count.findings > 0 && ` with ${count.findings} different`}
        </span>
      ))}
    </p>
  )
}

/** Whose rows nobody compared, since they are no seed. */
function LeftOutList({ evidence }: { readonly evidence: ItemEvidence | null }) {
  if (!evidence?.leftOut) return null
  return (
    <ul aria-label="Left out of the seed" className="left-out">
      {evidence.leftOut.map((each) => (
        <li key={each.table}>
          <Mark tone="not-compared" word="Not compared" /> {leftOutText(each)}
        </li>
      ))}
    </ul>
  )
}

/** That the sign-off is for a text too, with the way to it. */
function TextLine({ id }: { readonly id: ItemId }) {
  const draft = TEXT_OF[id]
  if (!draft) return null
  return (
    <p>
      Signing it also says that you have read the text of{' '}
      <Link to="/baseline" search={{ draft }}>
        the {draft} draft
      </Link>
      : every byte of it is exported.
    </p>
  )
}

function SignedBy({ item: { signOff } }: { readonly item: ChecklistItem }) {
  if (!signOff) return null
  const { person, at, note, state, changed, rewritten } = signOff
  return (
    <>
      <p className="signed-by">
        {state === 'current' ? 'Signed' : 'Was signed'} by <strong>{person.name}</strong>
        {person.email !== '' && ` <${person.email}>`} on <time dateTime={at}>{momentText(at)}</time>
        {note !== '' && `: ${note}`}
      </p>
      {state === 'stale' && <p>It counts no more. What changed since: {changed.join(', ')}.</p>}
      {rewritten && (
        <p>
          <Link to="/baseline" search={{ draft: rewritten, view: 'signed' }}>
            Compare the {rewritten} draft with the text that was signed
          </Link>
        </p>
      )}
    </>
  )
}
