import type { HistoryView } from '../../../shared/history-view.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { MIGRATION_SHOWS } from '../../lib/screen-search.ts'
import { shownMigrations } from './migration-filter.ts'
import { useView } from './use-history.ts'

export const FIND_BOX = 'history-find'
export const SHOW_BOX = 'history-show'

/** Search and filter of the migrations, and in words what they hide. */
export function HistoryFilter({
  history,
  shown,
}: {
  readonly history: HistoryView
  readonly shown: number
}) {
  const { view, change } = useView()
  const hidden = history.migrations.length - shown
  return (
    <search className="history-filter" aria-label="Filter">
      <input
        id={FIND_BOX}
        type="search"
        aria-label="Find in names, objects and SQL"
        placeholder="Find in names, objects and SQL"
        maxLength={400}
        value={view.find}
        onChange={(event) => change({ find: event.target.value })}
      />
      <label>
        Show{' '}
        <select
          id={SHOW_BOX}
          value={view.show}
          onChange={(event) => change({ show: event.target.value })}
        >
          <option value="">all migrations</option>
          {Object.entries(MIGRATION_SHOWS).map(([show, words]) => (
            <option key={show} value={show}>
              {words} ({formatNumber(shownMigrations(history, show, undefined).length)})
            </option>
          ))}
        </select>
      </label>
      <p className="muted">
        {hidden === 0
          ? counted(shown, 'migration')
          : `${formatNumber(shown)} of ${counted(history.migrations.length, 'migration')}, ${formatNumber(hidden)} hidden by the filter`}
        {hidden > 0 && (
          <>
            {' · '}
            <button type="button" className="link" onClick={() => change({ find: '', show: '' })}>
              show all
            </button>
          </>
        )}
      </p>
    </search>
  )
}
