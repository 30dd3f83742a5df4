import type { FastifyInstance } from 'fastify'
import { fileOf } from '../drafts/draft-state.ts'
import {
  listDrafts,
  readDrafts,
  readGenerated,
  regenerateDraft,
  saveDraft,
  undoDrafts,
} from '../drafts/drafts.ts'
import { RebaselineError } from '../errors.ts'
import { mendDrafts } from '../mend/mend-drafts.ts'
import { draftOf, placeOf } from '../mend/place.ts'
import { regenerateObject } from '../mend/regenerate-draft.ts'
import { readKyselyTypes } from '../project/kysely-types.ts'
import type { Project } from '../project/project.ts'
import { generatedObject, generatedObjects } from '../views/generated.ts'
import { indexOf } from '../views/run-index.ts'
import { findingOf } from '../views/views.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { API } from '../../shared/api.ts'
import {
  DraftList,
  DraftOf,
  GeneratedObjects,
  KyselyTypes,
  MendDrafts,
  Mended,
  Place,
  RegeneratedObject,
  RegenerateObject,
  SaveDraft,
  type DraftList as Drafts,
  UndoDrafts,
  type DraftName,
} from '../../shared/draft.ts'
import { Nothing } from '../../shared/job.ts'
import { describeAddress } from '../../shared/model.ts'
import { ObjectId } from '../../shared/object.ts'
import { route } from './route.ts'

/** A draft of a large schema, as JSON. */
const LARGEST_DRAFT = 32 * 1024 * 1024
const LARGEST_MEND = 1024 * 1024

/** The two drafts: read, save, mend, take back. */
export function draftRoutes(app: FastifyInstance, workbench: Workbench): void {
  const project = (): Project => workbench.projectFor('work on the drafts')
  const list = async (): Promise<Drafts> => {
    const { revisions } = await workbench.overview()
    const signed = await signedTexts(workbench)
    return listDrafts(project(), revisions?.verified ?? null, signed)
  }

  route(app, 'GET', API.drafts, { answer: DraftList }, list)

  route(
    app,
    'PUT',
    API.draft,
    { params: DraftOf, body: SaveDraft, answer: DraftList, bodyLimit: LARGEST_DRAFT },
    async ({ params, body }) => {
      await saveDraft(project(), params.name, body)
      return list()
    },
  )

  route(
    app,
    'POST',
    API.regenerate,
    { params: DraftOf, body: Nothing, answer: DraftList },
    async ({ params }) => {
      await regenerateDraft(project(), params.name)
      return list()
    },
  )

  route(app, 'GET', API.generatedObjects, { answer: GeneratedObjects }, () =>
    generatedObjects(workbench.comparedRun()),
  )

  route(
    app,
    'POST',
    API.regenerateObject,
    { params: ObjectId, body: RegenerateObject, answer: RegeneratedObject },
    async ({ params, body }) => {
      const run = workbench.comparedRun()
      const object = generatedObject(run, params.id)
      const { findingById } = indexOf(run)
      const request = {
        version: body.version,
        findingOf: (id: string) => findingById.get(id),
      }
      const regenerated = await regenerateObject(project(), run, object, request)
      const { text: _, unsure, ...made } = regenerated
      const name = describeAddress(object.address)
      return { drafts: await list(), name, ...made, unsure: [...unsure] }
    },
  )

  route(app, 'POST', API.undo, { body: UndoDrafts, answer: DraftList }, async ({ body }) => {
    await undoDrafts(project(), body)
    return list()
  })

  route(
    app,
    'POST',
    API.mend,
    { body: MendDrafts, answer: Mended, bodyLimit: LARGEST_MEND },
    async ({ body }) => {
      const { findingById } = indexOf(workbench.comparedRun())
      const { mended, left } = await mendDrafts(
        project(),
        workbench.comparedRun(),
        body.findings,
        (id) => findingById.get(id),
      )
      return { drafts: await list(), mended: [...mended], left: [...left] }
    },
  )

  route(app, 'GET', API.kyselyTypes, { answer: KyselyTypes }, () => readKyselyTypes(project()))

  route(app, 'GET', API.place, { params: ObjectId, answer: Place }, async ({ params }) => {
    const run = workbench.comparedRun()
    const finding = findingOf(run, params.id)
    const state = await readDrafts(project())
    if (!state) {
      throw new RebaselineError('drafts-absent', {
        doing: 'show a difference in the drafts',
        happened: 'there are none yet',
      })
    }
    const name = draftOf(finding)
    const generated = await readGenerated(project(), state.record, name)
    return placeOf(run, finding, fileOf(state.record, name), state.texts[name], generated)
  })
}

/** A review that can't be read is said on its own screen. */
const signedTexts = ({ review }: Workbench): Promise<ReadonlyMap<DraftName, string>> =>
  review.signedTexts().catch((error: unknown) => {
    if (error instanceof RebaselineError) return new Map<DraftName, string>()
    throw error
  })
