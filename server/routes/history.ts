import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { categoriesOf, categoryTable } from '../../shared/categories.ts'
import type { History } from '../../shared/history.ts'
import {
  findMigrations,
  FoundMigrations,
  HistoryAnswer,
  MigrationNumber,
  MigrationView,
  viewOf,
} from '../../shared/history-view.ts'
import { SearchQuery } from '../../shared/object.ts'
import { chosenNames } from '../configuration/chosen-names.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { refused } from './answer.ts'
import { route } from './route.ts'

/** What each old migration of the last comparison did. */
export function historyRoutes(app: FastifyInstance, workbench: Workbench): void {
  const seen = new WeakMap<History, HistoryAnswer['history']>()

  const kept = (): History => {
    const { history } = workbench.comparedRun()
    if (history) return history
    throw refused('not-found', 'no migration was replayed for this comparison')
  }

  route(app, 'GET', API.history, { answer: HistoryAnswer }, () => {
    const { number: run, history } = workbench.comparedRun()
    if (!history) return { run, history: null, categories: null, why: WHY_NOT }
    // The picture of a long history takes a moment, and never changes.
    const view = seen.get(history) ?? workbench.masked(viewOf(history))
    seen.set(history, view)
    const chosen = chosenNames(workbench.project?.folder, 'categories')
    const categories = workbench.masked(categoryTable(categoriesOf(history), chosen))
    return { run, history: view, categories, why: null }
  })

  route(
    app,
    'GET',
    API.historySearch,
    { query: SearchQuery, answer: FoundMigrations },
    ({ query }) => ({ names: [...findMigrations(kept(), query.words)] }),
  )

  route(
    app,
    'GET',
    API.migration,
    { params: MigrationNumber, answer: MigrationView },
    async ({ params }) => {
      const migration = kept().migrations[Number(params.number) - 1]
      if (!migration) throw refused('not-found', 'there is no migration of that number in this run')
      const source = await workbench.sourceOf(migration.file)
      return workbench.masked({ run: workbench.comparedRun().number, migration, source })
    },
  )
}

const WHY_NOT =
  'What the migrations did one by one was not kept with this comparison: they were not replayed for it. Start the whole run on the overview.'
