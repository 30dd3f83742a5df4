import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { NO_EFFECT_REASONS, type MigrationHistory } from '../../../shared/history.ts'
import type { HistoryView, MigrationView } from '../../../shared/history-view.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'
import { Problem } from '../../components/notice.tsx'
import { millisecondsText } from '../../lib/duration.ts'
import { migrationQuery } from '../../lib/queries.ts'
import { MIGRATION_PARTS, type MigrationPart } from '../../lib/screen-search.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { EffectList } from './effect-list.tsx'
import { FindingText } from './finding-list.tsx'
import type { PlacedMigration } from './migration-filter.ts'
import { Output, Source } from './migration-texts.tsx'
import { StatementList } from './statement-list.tsx'
import { useView } from './use-history.ts'

/** One migration: what it did, what it sent, its file, what it printed. */
export function MigrationPanel({
  history,
  at,
  shown,
}: {
  readonly history: HistoryView
  readonly at: number
  readonly shown: readonly PlacedMigration[]
}) {
  const { run } = useOverview()
  const { change } = useView()
  const { data, error, refetch } = useQuery(migrationQuery(run, at + 1))
  const line = history.migrations[at]
  const before = shown.findLast((each) => each.at < at)
  const next = shown.find((each) => each.at > at)
  const go = (to: PlacedMigration | undefined) => () => {
    if (to) change({ migration: to.line.name }, 'push')
  }
  return (
    <section className="migration" aria-label="Migration">
      <BackToFindings />
      <div className="migration-head">
        <h2>
          <CodeText text={line?.name ?? ''} />
        </h2>
        <span className="muted">
          {formatNumber(at + 1)} of {formatNumber(history.migrations.length)}
          {line && `, ${millisecondsText(line.milliseconds)}`}
        </span>
        <div className="actions">
          <button type="button" disabled={!before} onClick={go(before)}>
            Previous migration
          </button>
          <button type="button" disabled={!next} onClick={go(next)}>
            Next migration
          </button>
        </div>
      </div>
      {error && <Problem thrown={error} onRetry={() => void refetch()} />}
      {!data && !error && <p className="empty">Reading the migration…</p>}
      {data && (
        <>
          <Facts history={history} migration={data.migration} />
          <MigrationTabs view={data} />
        </>
      )}
    </section>
  )
}

function BackToFindings() {
  const { change } = useView()
  return (
    <button type="button" className="link back" onClick={() => change({ migration: '' }, 'push')}>
      <ArrowLeft size={14} aria-hidden="true" />
      All findings
    </button>
  )
}

/** A link from elsewhere, or from another run. */
export const NoSuchMigration = () => (
  <section className="migration" aria-label="Migration">
    <BackToFindings />
    <h2>There is no such migration</h2>
    <p>
      The link names no migration of this run. It may have been made for another run or another
      project; what there is stands in the list.
    </p>
  </section>
)

/** What is to be known of it before its details. */
function Facts({
  history,
  migration: { name, effects, noEffect, sent },
}: {
  readonly history: HistoryView
  readonly migration: MigrationHistory
}) {
  const findings = history.findings.filter(({ migrations }) => migrations.includes(name))
  return (
    <div className="migration-facts">
      {!effects && (
        <p>
          <Mark tone="not-compared" word="Could not tell" /> what it did: the database could not be
          read after it, or what was read was not borne out by a later reading of the whole.
        </p>
      )}
      {effects?.more && (
        <p>
          <Mark tone="stale" word="More" /> Something in the catalogs changed that no effect below
          tells.
        </p>
      )}
      {effects && effects.rows.notKnown !== null && (
        <p>
          <Mark tone="stale" word="More" /> It may have touched other rows, or fewer, than is told:{' '}
          <CodeText text={effects.rows.notKnown} />
        </p>
      )}
      {noEffect && (
        <p>
          <strong>It left everything as it was</strong>: {NO_EFFECT_REASONS[noEffect.reason]}
          {noEffect.evidence !== '' && (
            <>
              {' · '}
              <CodeText text={noEffect.evidence} />
            </>
          )}
        </p>
      )}
      {sent.leftSettings === null && (
        <p className="muted">Its session could not be asked for settings that it left behind.</p>
      )}
      {sent.leftSettings !== null && sent.leftSettings.length > 0 && (
        <p>
          <Mark tone="stale" word="Left behind" /> in its session:{' '}
          {sent.leftSettings.map((setting) => (
            <span key={setting.name}>
              <CodeText text={`${setting.name} = ${setting.value}`} />{' '}
            </span>
          ))}
        </p>
      )}
      {findings.length > 0 && (
        <ul className="plain" aria-label="Findings of this migration">
          {findings.map((finding) => (
            <li key={finding.text}>
              <FindingText finding={finding} open={name} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const TITLES = {
  effects: 'Effects',
  statements: 'Statements',
  source: 'File',
  output: 'Output',
} as const satisfies Record<MigrationPart, string>

function MigrationTabs({ view: { migration, source } }: { readonly view: MigrationView }) {
  const { view, change } = useView()
  useKeys(
    Object.fromEntries(
      MIGRATION_PARTS.map((part, index) => [String(index + 1), () => change({ part })]),
    ),
  )
  return (
    <Tabs
      className="tabs"
      selectedKey={view.part}
      onSelectionChange={(key) =>
        change({ part: MIGRATION_PARTS.find((part) => part === key) ?? 'effects' })
      }
    >
      <TabList aria-label="What to see of it" className="tab-list">
        {MIGRATION_PARTS.map((part) => (
          <Tab key={part} id={part} className="tab">
            {TITLES[part]}
            <TabCount part={part} migration={migration} />
          </Tab>
        ))}
      </TabList>
      <TabPanel id="effects" className="tab-panel">
        <EffectList effects={migration.effects} />
      </TabPanel>
      <TabPanel id="statements" className="tab-panel">
        <StatementList sent={migration.sent} />
      </TabPanel>
      <TabPanel id="source" className="tab-panel">
        <Source file={migration.file} source={source} />
      </TabPanel>
      <TabPanel id="output" className="tab-panel">
        <Output output={migration.output} sent={migration.sent} />
      </TabPanel>
    </Tabs>
  )
}

function TabCount({
  part,
  migration: { effects, sent, output },
}: {
  readonly part: MigrationPart
  readonly migration: MigrationHistory
}) {
  if (part === 'statements') return <span className="count">{formatNumber(sent.count)}</span>
  if (part === 'effects') {
    return (
      <span className="count">
        {effects ? formatNumber(effects.objects.length + effects.rows.tables.length) : '?'}
      </span>
    )
  }
  if (part !== 'output') return null
  if (output === '' && sent.noticeCount === 0) return <span className="muted">none</span>
  return sent.noticeCount === 0 ? null : (
    <span className="count">{counted(sent.noticeCount, 'notice')}</span>
  )
}
