import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import {
  Findings,
  ObjectDetail,
  ObjectId,
  RowsPage,
  RowsQuery,
  SearchQuery,
  SearchResult,
  Statements,
  Tree,
} from '../../shared/object.ts'
import { chosenNames } from '../configuration/chosen-names.ts'
import { statementsFor } from '../mend/remedy.ts'
import { searchRun } from '../views/search.ts'
import { detailOf, findingOf, findingsOfRun, rowsOfObject, treeOf } from '../views/views.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route } from './route.ts'

/** What was compared: the tree, the findings, one object at a time. */
export function objectRoutes(app: FastifyInstance, workbench: Workbench): void {
  const run = () => workbench.comparedRun()

  route(app, 'GET', API.tree, { answer: Tree }, () =>
    treeOf(run(), chosenNames(workbench.project?.folder, 'domains')),
  )

  route(app, 'GET', API.findings, { answer: Findings }, () =>
    findingsOfRun(run(), workbench.remedyOf),
  )

  route(
    app,
    'GET',
    API.search,
    { query: SearchQuery, answer: SearchResult },
    async ({ query }) => ({ ids: await searchRun(run(), query.words) }),
  )

  route(app, 'GET', API.statements, { params: ObjectId, answer: Statements }, ({ params }) => ({
    statements: [...statementsFor(run(), findingOf(run(), params.id))],
  }))

  route(app, 'GET', API.object, { params: ObjectId, answer: ObjectDetail }, ({ params }) =>
    detailOf(run(), params.id, workbench.remedyOf),
  )

  route(
    app,
    'GET',
    API.rows,
    { params: ObjectId, query: RowsQuery, answer: RowsPage },
    ({ params, query }) => rowsOfObject(run(), params.id, Number(query.offset ?? 0)),
  )
}
