import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  HISTORY_FINDINGS,
  type HistoryFinding,
  type HistoryFindingKind,
} from '../../../shared/history.ts'
import type { HistoryView } from '../../../shared/history-view.ts'
import { groupBy } from '../../../shared/group-by.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { CodeText, NameText } from '../../components/code-text.tsx'
import { FolderFacts } from './folder-facts.tsx'
import { useView } from './use-history.ts'

const MOST = 30

/** What is to be known of the folder, by kind; each leads to its migrations. */
export function FindingList({ history }: { readonly history: HistoryView }) {
  const { findings } = history
  const { view, change } = useView()
  const groups = groupBy(findings, ({ kind }) => kind)
  const kinds = (Object.keys(HISTORY_FINDINGS) as HistoryFindingKind[]).filter(
    (kind) => groups.has(kind) && (view.finding === '' || view.finding === kind),
  )
  return (
    <section className="findings" aria-label="Findings">
      <div className="screen-head">
        <h3>
          Findings <span className="count">{formatNumber(findings.length)}</span>
        </h3>
        <label className="muted">
          Kind{' '}
          <select
            value={view.finding}
            onChange={(event) => change({ finding: event.target.value })}
          >
            <option value="">any</option>
            {[...groups].map(([kind, { length }]) => (
              <option key={kind} value={kind}>
                {HISTORY_FINDINGS[kind]} ({formatNumber(length)})
              </option>
            ))}
          </select>
        </label>
      </div>
      {findings.length === 0 && (
        <p className="empty">
          Nothing is to be said of this folder beside what its migrations did.
        </p>
      )}
      {findings.length > 0 && kinds.length === 0 && (
        <p className="empty">No finding is of this kind.</p>
      )}
      {kinds.map((kind) => (
        <Group key={kind} kind={kind} findings={groups.get(kind) ?? []} />
      ))}
      {view.finding === '' && <FolderFacts history={history} />}
    </section>
  )
}

function Group({
  kind,
  findings,
}: {
  readonly kind: HistoryFindingKind
  readonly findings: readonly HistoryFinding[]
}) {
  const [extent, setExtent] = useState<'first' | 'all'>('first')
  const shown = extent === 'all' ? findings : findings.slice(0, MOST)
  return (
    <section className="finding-group" aria-label={sentence(HISTORY_FINDINGS[kind])}>
      <h4>
        {sentence(HISTORY_FINDINGS[kind])}{' '}
        <span className="count">{formatNumber(findings.length)}</span>
      </h4>
      <ul className="plain">
        {shown.map((finding) => (
          <li key={`${finding.migrations.join(' ')} ${finding.text}`}>
            <FindingText finding={finding} />
          </li>
        ))}
      </ul>
      {shown.length < findings.length && (
        <button type="button" className="link" onClick={() => setExtent('all')}>
          Show {counted(findings.length - shown.length, 'more finding')}
        </button>
      )}
    </section>
  )
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** One finding; its migrations are links, but for the one that is open. */
export function FindingText({
  finding: { text, migrations },
  open = '',
}: {
  readonly finding: HistoryFinding
  readonly open?: string
}) {
  const others = migrations.filter((name) => name !== open)
  return (
    <>
      <span className="finding-text">
        <CodeText text={text} />
      </span>
      {others.length > 0 && (
        <span className="finding-migrations">
          {others.map((name) => (
            <Link key={name} to="/history" search={(now) => ({ ...now, migration: name })}>
              <NameText name={name} />
            </Link>
          ))}
        </span>
      )}
    </>
  )
}
