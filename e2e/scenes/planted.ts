import type { Job } from '../../shared/job.ts'
import type { PlantedShown } from '../../shared/planted.ts'
import type { Scene } from './scene.ts'
import { doneJob, OVERVIEW, RESULT, studio } from './studio.ts'

/** Faults that were all caught, but for some that could not be planted. */
export const PLANTED: PlantedShown = {
  planted: 2914,
  caught: 2914,
  rounds: 22,
  objects: 850,
  milliseconds: 312_000,
  escaped: [],
  strange: [],
  spared: [
    {
      object: 'table column public.records.format',
      change: 'type',
      detail: 'cannot alter type of a column used by a view or rule',
    },
    {
      object: 'table column public.users.email',
      change: 'notNull',
      detail: 'column "email" of relation "users" contains null values',
    },
  ],
  more: { escaped: 0, strange: 0, spared: 0 },
}

const proofsWith = (outcome: 'holds' | 'fails'): typeof RESULT.proofs =>
  RESULT.proofs.map((proof) =>
    proof.title.includes('planted') ? { ...proof, outcome, detail: '' } : proof,
  )

const done: Job = { ...doneJob, number: 2, kind: 'plant' }

/** All faults were caught. */
export const plantedWell: Scene = {
  ...studio,
  overview: {
    ...OVERVIEW,
    job: done,
    result: { ...RESULT, planted: PLANTED, proofs: proofsWith('holds') },
  },
}

/** The comparison missed some, and told of one that nobody planted. */
export const plantedBadly: Scene = {
  ...studio,
  overview: {
    ...OVERVIEW,
    job: done,
    result: {
      ...RESULT,
      proofs: proofsWith('fails'),
      planted: {
        ...PLANTED,
        caught: 2912,
        escaped: [
          {
            object: 'index public.records_of_an_artist_whose_name_is_longer_than_others_idx',
            change: 'predicate',
            detail:
              'DROP INDEX public.records_of_an_artist_whose_name_is_longer_than_others_idx; CREATE INDEX records_of_an_artist_whose_name_is_longer_than_others_idx ON public.records USING btree (artist_id) WHERE (price > (3)::numeric)',
          },
          {
            object: 'trigger public.records.touch',
            change: 'dropped',
            detail: 'DROP TRIGGER touch ON public.records',
          },
        ],
        strange: ['structural policy changed: policy public.rooms.seen'],
        more: { escaped: 0, strange: 0, spared: 310 },
      },
    },
  },
}

const PLANTING: Job = {
  ...doneJob,
  number: 2,
  kind: 'plant',
  state: 'running',
  startedAt: new Date(Date.now() - 42_000).toISOString(),
  finishedAt: null,
  doing: 'Planting 2,914 faults in copies, round 3 of 22',
  done: 400,
  of: 2914,
}

/** Faults are being planted. */
export const planting: Scene = {
  ...studio,
  overview: { ...OVERVIEW, job: PLANTING },
  events: [{ type: 'job', job: PLANTING }],
}
