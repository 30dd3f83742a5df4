import type { DriftFinding, DriftLook, DriftView } from '../../shared/drift.ts'
import { FAILED } from './states.ts'
import type { Scene } from './scene.ts'
import { doneJob, OVERVIEW, studio } from './studio.ts'

const finding = (
  name: string,
  change: DriftFinding['change'],
  rest: Partial<DriftFinding> = {},
): DriftFinding => ({
  kind: 'index',
  address: { type: 'index', names: ['public', name], args: [] },
  class: 'structural',
  blocks: true,
  change,
  attributes: [],
  words: {
    added: 'is in the live database, and the migrations do not build it',
    missing: 'is what the migrations build, and is not in the live database',
    changed: 'differs',
    renamed: 'has another name in the live database than the migrations give it',
  }[change],
  note: null,
  ...rest,
})

const LOOK: DriftLook = {
  at: '2026-01-05T11:00:00.000Z',
  place: 'studio on db.studio.test:5432 as reader',
  verdict: 'different',
  headline:
    'the live database is not what its migrations build: 4 differences in 1,010 objects (1,011 in the live database), 3 of them block',
  coverage: '61 tables, 540 columns, 96 indexes; not compared: 1 reason',
  ledger: [
    'The live database has run 50 of 52 migrations, and is compared with those.',
    'Still to run: 051_rooms_floor, 052_doors',
    'It has run these, and no file has their names: 021_hotfix, a row whose name is NULL',
    '014_email_index has run there, and what it does now is not what is there (index public.users_email_key): another text of it or of a later one ran, or somebody changed the database since',
  ],
  isUnknown: true,
  findings: [
    finding('records_by_hand_idx', 'added'),
    finding('users_email_key', 'missing', { note: '014_email_index makes it' }),
    finding('records_owner_id_idx', 'changed', {
      note: '009_records makes it',
      attributes: [
        { name: 'predicate', old: 'deleted_at IS NULL', rebuilt: null },
        { name: 'unique', old: true, rebuilt: false },
      ],
    }),
    finding('records_title', 'renamed', {
      class: 'name',
      blocks: false,
      attributes: [{ name: 'name', old: 'records_title', rebuilt: 'records_title_idx' }],
    }),
  ],
  more: 0,
  notCompared: ['rows: none was named with --seed, so none was read'],
}

const view = (rest: Partial<DriftView>): DriftView => ({
  variable: 'DATABASE_URL',
  place: LOOK.place,
  problem: null,
  look: null,
  isOld: false,
  ...rest,
})
const overview = { ...OVERVIEW, job: { ...doneJob, number: 4, kind: 'drift' as const } }

export const NO_LOOK = view({})

/** Found, and the migrations changed since. */
export const drifted: Scene = { ...studio, overview, drift: view({ look: LOOK, isOld: true }) }

export const explained: Scene = {
  ...studio,
  overview,
  drift: view({
    look: {
      ...LOOK,
      verdict: 'equal',
      headline: '0 differences in 1,010 objects',
      coverage: '61 tables, 540 columns, 96 indexes; not compared: nothing',
      ledger: ['The live database has run all 52 migrations, and is compared with those.'],
      isUnknown: false,
      findings: [],
      notCompared: [],
    },
  }),
}

export const notLooked: Scene = { ...studio, drift: NO_LOOK }

/** No variable says which database it is. */
export const noDatabase: Scene = {
  ...studio,
  drift: view({
    place: null,
    problem:
      'Could not understand the command line: no database is named: the environment variable DATABASE_URL is not set',
  }),
}

export const driftFailed: Scene = {
  ...studio,
  overview: { ...OVERVIEW, job: { ...FAILED, kind: 'drift' } },
  drift: NO_LOOK,
}

export const driftLarge: Scene = {
  ...studio,
  overview,
  drift: view({
    look: {
      ...LOOK,
      ledger: Array.from({ length: 40 }, (_, at) => `${at}_${'long_name_'.repeat(25)} has run`),
      findings: Array.from({ length: 300 }, (_, at) =>
        finding(`${'table_of_a_long_name_'.repeat(3)}${at}`, at % 2 === 0 ? 'added' : 'missing'),
      ),
      more: 8_200,
    },
  }),
}
