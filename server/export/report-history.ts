import type { Chosen } from '../configuration/chosen-names.ts'
import type { RunRecord } from '../project/last-run.ts'
import { categoryTable, type CategoryTable } from '../../shared/categories.ts'
import { formatNumber } from '../../shared/report.ts'

/** What a report says where the run holds no history. */
export const NO_HISTORY =
  'What the migrations did one by one was not kept with this run: no migration was replayed for it, or an older version of Rebaseline kept it. Start the whole run again on the overview, or by rebaseline verify, and export then: the report shows it.'

/** The migrations of a run by category; null where it holds no history. */
export function categoriesIn({
  run,
  categories,
}: {
  readonly run: RunRecord
  readonly categories: Chosen
}): CategoryTable | null {
  if (!run.history) return null
  const { picture, categories: found } = run.history
  const sorted = picture.columns.flatMap(({ name }, at) => {
    const category = found[at]
    return category === undefined ? [] : [{ name, category }]
  })
  return categoryTable(sorted, categories)
}

const MOST_EXAMPLES = 5

/** The first of them, and how many more there are. */
export function examplesText(names: readonly string[]): string {
  const more = names.length - MOST_EXAMPLES
  const shown = names.slice(0, MOST_EXAMPLES).join(', ')
  return more > 0 ? `${shown} and ${formatNumber(more)} more` : shown
}
