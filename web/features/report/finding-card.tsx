import { useId } from 'react'
import { CodeText } from '../../components/code-text.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Mark } from '../../components/mark.tsx'
import { AttributesTable } from './attributes-table.tsx'
import type { Listed } from './select-findings.ts'
import { stateOf } from './tones.ts'

/** One difference: its state, where it is, what differs, and what would mend it. */
export function FindingCard({ listed }: { readonly listed: Listed }) {
  const { finding, name } = listed
  const { tone, word } = stateOf(finding)
  const id = useId()
  const args = finding.address.args
  return (
    <article
      className={`finding tone-${tone}`}
      tabIndex={-1}
      aria-labelledby={`${id}-state ${id}-name`}
      data-finding
    >
      <p className="finding-head">
        <span id={`${id}-state`}>
          <Mark tone={tone} word={word} />
        </span>
        <span id={`${id}-name`} className="address">
          <span className="address-type">{finding.address.type}</span>{' '}
          <span className="address-name">
            <CodeText text={finding.address.names.join('.')} />
            {args.length > 0 && <CodeText text={`(${args.join(', ')})`} />}
          </span>
        </span>
      </p>
      {finding.note && <p className="note">{finding.note}</p>}
      <AttributesTable finding={finding} name={name} />
      {finding.sql && (
        <details>
          <summary>SQL that mends the baseline</summary>
          <CodeText text={finding.sql} />
          <CopyButton text={finding.sql} label="Copy the SQL" />
        </details>
      )}
    </article>
  )
}
