import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { FindingView } from '../../../shared/object.ts'
import { describeAddress } from '../../../shared/model.ts'
import { AttributesTable } from '../../components/attributes-table.tsx'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { shownAttributes } from '../../lib/attribute-text.ts'
import { findingLook } from '../../lib/verdicts.ts'
import { useMend } from '../../lib/use-mend.ts'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'
import { useSelection } from './selection.tsx'
import { MendOutcome } from './selection-bar.tsx'
import { Statements } from './statements.tsx'
import { useView } from './use-compare.ts'

/** One difference: its state, where it is, what differs with both values, and what can be done about it. */
export function FindingCard({ finding }: { readonly finding: FindingView }) {
  const { tone, word } = findingLook(finding)
  const { way } = useOverview()
  const { ids, set } = useSelection()
  const id = useId()
  const { type, names, args } = finding.address
  return (
    <article
      className={`finding tone-${tone}`}
      tabIndex={-1}
      aria-labelledby={`${id}-state ${id}-name`}
      data-difference={finding.id}
    >
      <div className="finding-head">
        {way === 'project' && (
          <input
            type="checkbox"
            aria-labelledby={`${id}-pick ${id}-name`}
            checked={ids.has(finding.id)}
            onChange={(event) => set([finding.id], event.target.checked)}
          />
        )}
        <span id={`${id}-pick`} hidden>
          Pick
        </span>
        <span id={`${id}-state`}>
          <Mark tone={tone} word={word} />
        </span>
        <span id={`${id}-name`} className="address">
          <span className="muted">{type}</span>{' '}
          <span className="object-name">
            <CodeText text={names.join('.')} />
            {args.length > 0 && <CodeText text={`(${args.join(', ')})`} />}
          </span>
        </span>
        <span className="muted finding-class">{finding.class}</span>
      </div>
      {finding.note !== null && <p className="note">{finding.note}</p>}
      <AttributesTable
        attributes={shownAttributes(finding)}
        finding={finding}
        name={describeAddress(finding.address)}
      />
      <FindingActions finding={finding} />
    </article>
  )
}

function FindingActions({ finding }: { readonly finding: FindingView }) {
  const { way } = useOverview()
  const { view } = useView()
  const mend = useMend()
  const canChange = useCanChange()
  const [statements, setStatements] = useState<'folded' | 'open'>('folded')
  return (
    <>
      <p className="finding-actions">
        {view.object === '' && finding.object !== null && (
          <Link
            to="/compare"
            search={(now) => ({ ...now, object: finding.object ?? '', offset: 0 })}
          >
            Open the object
          </Link>
        )}
        {way === 'project' && finding.blocks && (
          <button
            type="button"
            disabled={finding.remedy === 'none' || mend.isPending || !canChange}
            onClick={() => mend.mutate([finding.id])}
          >
            {mend.isPending ? 'Adding…' : 'Add to baseline'}
          </button>
        )}
        {finding.blocks && finding.remedy === 'none' && (
          <span className="muted">
            No statement is known that mends it{way === 'project' && ': edit the draft'}.
          </span>
        )}
        {finding.blocks && finding.remedy === 'statements' && (
          <button
            type="button"
            className="link"
            aria-expanded={statements === 'open'}
            onClick={() => setStatements(statements === 'open' ? 'folded' : 'open')}
          >
            Statements that mend it
          </button>
        )}
        {way === 'project' && (
          <Link to="/baseline" search={{ finding: finding.id }}>
            Show in editor
          </Link>
        )}
        {way === 'project' && !finding.blocks && (
          <Link to="/checklist" search={{ class: finding.class }}>
            Acknowledge its class…
          </Link>
        )}
      </p>
      {statements === 'open' && <Statements finding={finding} />}
      <MendOutcome mend={mend} findings={[finding]} />
    </>
  )
}
