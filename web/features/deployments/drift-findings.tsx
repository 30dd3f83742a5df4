import type { DriftFinding, DriftLook } from '../../../shared/drift.ts'
import { describeAddress } from '../../../shared/model.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { AttributesTable } from '../../components/attributes-table.tsx'
import { CodeText, NameText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { findingLook } from '../../lib/verdicts.ts'

const GROUPS = [
  { change: ['added'], title: 'In the live database, and no migration builds it' },
  { change: ['missing'], title: 'Built by the migrations, and not in the live database' },
  { change: ['changed', 'renamed'], title: 'In both, and otherwise' },
] as const satisfies readonly { change: readonly DriftFinding['change'][]; title: string }[]

/** What is not explained, on each side; acceptable differences are folded. */
export function DriftFindings({ look: { findings, more } }: { readonly look: DriftLook }) {
  const acceptable = findings.filter((finding) => !finding.blocks)
  return (
    <>
      {GROUPS.map(({ change, title }) => (
        <Group
          key={title}
          title={title}
          findings={findings.filter(
            (finding) => finding.blocks && change.some((each) => each === finding.change),
          )}
        />
      ))}
      {acceptable.length > 0 && (
        <details>
          <summary>{counted(acceptable.length, 'acceptable difference')}</summary>
          <List findings={acceptable} />
        </details>
      )}
      {more > 0 && (
        <p>
          And {counted(more, 'more difference')}: <code>rebaseline drift</code> lists them all.
        </p>
      )}
    </>
  )
}

const Group = ({
  title,
  findings,
}: {
  readonly title: string
  readonly findings: readonly DriftFinding[]
}) => (
  <section aria-label={title}>
    <h3>
      {title} <span className="count">{formatNumber(findings.length)}</span>
    </h3>
    {findings.length === 0 ? <p className="muted">Nothing.</p> : <List findings={findings} />}
  </section>
)

const List = ({ findings }: { readonly findings: readonly DriftFinding[] }) => (
  <ul className="plain drift-findings">
    {findings.map((finding) => (
      <li key={JSON.stringify([finding.kind, finding.address, finding.class, finding.words])}>
        <p>
          <Mark {...markOf(finding)} />{' '}
          <strong>
            <CodeText text={describeAddress(finding.address)} />
          </strong>{' '}
          {finding.words} <span className="muted">{finding.class}</span>
        </p>
        {finding.note !== null && (
          <p className="note">
            <NameText name={finding.note} />
          </p>
        )}
        <AttributesTable
          attributes={finding.attributes}
          finding={finding}
          name={describeAddress(finding.address)}
          sides={['Migrations', 'Live database']}
        />
      </li>
    ))}
  </ul>
)

const WORDS = {
  added: 'Only live',
  missing: 'Not live',
  changed: 'Changed',
  renamed: 'Renamed',
} as const

const markOf = (finding: DriftFinding) => {
  const { tone, word } = findingLook(finding)
  return { tone, word: finding.blocks && tone !== 'not-compared' ? WORDS[finding.change] : word }
}
