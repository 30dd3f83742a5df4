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
  caughtOf: [
    {
      kind: 'table',
      changes: [
        { change: 'dropped', faults: 83 },
        { change: 'rowSecurity', faults: 83 },
        { change: 'persistence', faults: 83 },
        { change: 'replicaIdentity', faults: 83 },
      ],
    },
    {
      kind: 'column',
      changes: [
        { change: 'dropped', faults: 612 },
        { change: 'type', faults: 598 },
        { change: 'notNull', faults: 441 },
      ],
    },
    {
      kind: 'index',
      changes: [
        { change: 'dropped', faults: 121 },
        { change: 'unique', faults: 121 },
      ],
    },
    {
      kind: 'trigger',
      changes: [
        { change: 'dropped', faults: 53 },
        { change: 'state', faults: 53 },
      ],
    },
    {
      kind: 'rows',
      changes: [
        { change: 'one row less', faults: 194 },
        { change: 'one value changed', faults: 194 },
        { change: 'one row more', faults: 195 },
      ],
    },
  ],
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
  behaviour: {
    outcome: 'holds',
    words:
      'rows that break 641 of 643 constraints are refused on both sides; 1 taken by both; 1 could not be tried; 4 only once a trigger or another constraint was out of the way',
    differing: [],
    accepted: [
      {
        object: 'table constraint public.records.records_artist_id_fkey',
        constraint: 'FOREIGN KEY',
        detail: 'it is NOT ENFORCED',
        row: "insert into public.records (id, artist_id) values ('7001', '7001')",
      },
    ],
    untried: [
      {
        object: 'table constraint public.records.records_seal_check',
        constraint: 'CHECK',
        detail: 'no value that breaks it was found among those that its expression suggests',
        row: null,
      },
    ],
    more: { differing: 0, accepted: 0, untried: 0 },
  },
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
        behaviour: {
          outcome: 'fails',
          words:
            'rows that break 642 of 643 constraints are refused on both sides; 1 on one side only',
          differing: [
            {
              object: 'table constraint public.records.records_price_check',
              constraint: 'CHECK',
              detail: 'refused (23514)',
              rebuilt: 'accepted',
              row: `insert into "public"."records" ("id", "price") overriding system value values ('7001'::integer, '-1'::numeric)`,
            },
          ],
          accepted: [],
          untried: [],
          more: { differing: 0, accepted: 0, untried: 0 },
        },
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
