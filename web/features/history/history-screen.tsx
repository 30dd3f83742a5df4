import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { CategoryTable } from '../../../shared/categories.ts'
import type { HistoryView } from '../../../shared/history-view.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { OffScreen } from '../../components/off-screen.tsx'
import { Problem } from '../../components/notice.tsx'
import { announce } from '../../lib/announce.ts'
import { millisecondsText } from '../../lib/duration.ts'
import { PICTURE, toggleFold, usePreference } from '../../lib/layout.ts'
import { historyQuery } from '../../lib/queries.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { CategoryList } from './category-list.tsx'
import { FindingList } from './finding-list.tsx'
import { FIND_BOX, HistoryFilter, SHOW_BOX } from './history-filter.tsx'
import type { PlacedMigration } from './migration-filter.ts'
import { MigrationList } from './migration-list.tsx'
import { MigrationPanel, NoSuchMigration } from './migration-panel.tsx'
import { Picture } from './picture.tsx'
import { useShown, useView } from './use-history.ts'
import './history.css'
import './picture.css'

/** What each old migration really did, and what is to be known of the folder. */
export function HistoryScreen() {
  const { result, run, way } = useOverview()
  const history = useQuery({ ...historyQuery(run), enabled: way === 'project' && run > 0 })
  if (way !== 'project' || !result || run === 0) {
    return <OffScreen name="History" way={way} />
  }
  const { data, error, refetch } = history
  if (data?.history) return <Told history={data.history} categories={data.categories} />
  return (
    <section className="screen">
      <h2>History</h2>
      {error && <Problem thrown={error} onRetry={() => void refetch()} />}
      {!data && !error && <p className="empty">Reading the history…</p>}
      {data && <p className="empty">{data.why}</p>}
    </section>
  )
}

function Told({
  history,
  categories,
}: {
  readonly history: HistoryView
  readonly categories: CategoryTable | null
}) {
  const { view, change } = useView()
  const { shown, problem } = useShown(history, view)
  const at = history.migrations.findIndex(({ name }) => name === view.migration)
  const open = (migration: string) => change({ migration }, 'push')
  useWalk(shown, at, open)
  return (
    <section className="screen history">
      <div className="screen-head">
        <h2>History</h2>
        <p className="muted">{summaryOf(history)}</p>
      </div>
      {history.migrations.length === 0 ? (
        <p className="empty">The folder held no migration when it was replayed.</p>
      ) : (
        <>
          <FoldedPicture history={history} at={at} shown={shown} onOpen={open} />
          <div className="history-columns">
            <HistoryFilter history={history} shown={shown.length} />
            {problem && <Problem thrown={problem} />}
            <MigrationList shown={shown} selected={at} picture={history.picture} onOpen={open} />
            <div className="history-centre">
              {view.migration === '' ? (
                <>
                  {categories && <CategoryList table={categories} />}
                  <FindingList history={history} />
                </>
              ) : at < 0 ? (
                <NoSuchMigration />
              ) : (
                <MigrationPanel key={at} history={history} at={at} shown={shown} />
              )}
            </div>
          </div>
        </>
      )}
    </section>
  )
}

function FoldedPicture({
  history,
  at,
  shown,
  onOpen,
}: {
  readonly history: HistoryView
  readonly at: number
  readonly shown: readonly PlacedMigration[]
  readonly onOpen: (migration: string) => void
}) {
  const state = usePreference(PICTURE)
  const Fold = state === 'shown' ? ChevronDown : ChevronRight
  return (
    <section className="picture" aria-label="Picture">
      <h3>
        <button
          type="button"
          className="quiet"
          aria-expanded={state === 'shown'}
          onClick={() => toggleFold(PICTURE)}
        >
          <Fold size={14} aria-hidden="true" />
          Tables down, migrations across
        </button>
      </h3>
      {state === 'shown' && (
        <Picture picture={history.picture} selected={at} shown={shown} onOpen={onOpen} />
      )}
    </section>
  )
}

/** `50 migrations: 44 did something, 6 nothing · 412 statements in 3.2 s · 9 findings` */
function summaryOf({ migrations, picture, findings }: HistoryView): string {
  const count = (state: (typeof picture.columns)[number]['state']): number =>
    picture.columns.filter((column) => column.state === state).length
  const [nothing, unknown, partly] = [count('nothing'), count('not-known'), count('partly')]
  const sum = (of: (line: (typeof migrations)[number]) => number): number =>
    migrations.reduce((total, line) => total + of(line), 0)
  const did = [
    `${formatNumber(migrations.length - nothing - unknown)} did something`,
    ...(nothing > 0 ? [`${formatNumber(nothing)} nothing`] : []),
    ...(partly > 0 ? [`${formatNumber(partly)} more than could be told`] : []),
    ...(unknown > 0 ? [`${formatNumber(unknown)} could not be told`] : []),
  ]
  return `${counted(migrations.length, 'migration')}: ${did.join(', ')} · ${counted(
    sum(({ statements }) => statements),
    'statement',
  )} in ${millisecondsText(sum(({ milliseconds }) => milliseconds))} · ${counted(findings.length, 'finding')}`
}

/** Walks by keys, wherever the focus is. */
function useWalk(
  shown: readonly PlacedMigration[],
  at: number,
  open: (migration: string) => void,
): void {
  const go = (next: PlacedMigration | undefined) => {
    if (next) open(next.line.name)
    else announce('No further migration this way.')
  }
  useKeys({
    j: () => go(shown.find((each) => each.at > at)),
    k: () => go(shown.findLast((each) => each.at < at)),
    '/': () => document.getElementById(FIND_BOX)?.focus(),
    f: () => document.getElementById(SHOW_BOX)?.focus(),
  })
}
