import type { RefObject } from 'react'
import type { DifferenceClass } from '../../../shared/finding.ts'
import { DIFFERENCE_CLASSES } from '../../../shared/finding.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import type { View } from '../../lib/address-bar.ts'
import { setView } from '../../lib/address-bar.ts'
import type { Listed } from './select-findings.ts'

interface Props {
  readonly view: View
  readonly listed: readonly Listed[]
  readonly shown: number
  readonly searchBox: RefObject<HTMLInputElement | null>
}

/** Filters by text and class, and says how much they hide. */
export function FilterBar({ view, listed, shown, searchBox }: Props) {
  const filtered = view.find !== '' || view.class !== ''
  return (
    <search className="filters">
      <label>
        Find
        <input
          type="search"
          ref={searchBox}
          value={view.find}
          placeholder="name, attribute, SQL"
          spellCheck={false}
          onChange={(event) => setView({ find: event.target.value })}
        />
      </label>
      <label>
        Class
        <select value={view.class} onChange={(event) => setView({ class: event.target.value })}>
          <option value="">any ({formatNumber(listed.length)})</option>
          {classCounts(listed).map(([name, count]) => (
            <option key={name} value={name}>
              {name} ({formatNumber(count)})
            </option>
          ))}
          {view.class in DIFFERENCE_CLASSES || view.class === '' || (
            <option value={view.class}>{view.class} (0)</option>
          )}
        </select>
      </label>
      <output>
        {filtered
          ? `${formatNumber(shown)} of ${counted(listed.length, 'difference')} shown, ${formatNumber(listed.length - shown)} hidden by the filter`
          : `${counted(listed.length, 'difference')} shown`}
      </output>
      {filtered && (
        <button type="button" onClick={() => setView({ find: '', class: '' })}>
          Show all
        </button>
      )}
    </search>
  )
}

function classCounts(listed: readonly Listed[]): readonly (readonly [DifferenceClass, number])[] {
  const names = Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]
  return names.map((name) => [name, listed.filter(({ finding }) => finding.class === name).length])
}
