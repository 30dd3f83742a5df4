import { counted, formatNumber } from '../../../shared/report.ts'
import type { CompareSearch } from '../../lib/compare-search.ts'

/** `8 of 70 objects shown: the search, the status and the kind together hide 62` */
export function filterWords(shown: number, all: number, view: CompareSearch): string {
  // The verdict counts the parts too: columns, constraints, comments.
  if (shown === all) return `${counted(all, 'object')} with ${all === 1 ? 'its' : 'their'} parts`
  const names = [
    view.find !== '' && 'the search',
    view.status !== '' && 'the status',
    view.kind !== '' && 'the kind',
    view.class !== '' && 'the class',
  ].filter((name) => name !== false)
  const last = names.pop() ?? 'the filter'
  const who = names.length === 0 ? `${last} hides` : `${names.join(', ')} and ${last} together hide`
  return `${formatNumber(shown)} of ${counted(all, 'object')} shown: ${who} ${formatNumber(all - shown)}`
}
