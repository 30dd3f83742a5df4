import type { Job } from '../../shared/job.ts'
import { side, type Scene } from './scene.ts'
import { doneJob, OVERVIEW, RESULT, studio } from './studio.ts'

/** Before the first run. */
export const untouched: Scene = {
  ...studio,
  overview: {
    ...OVERVIEW,
    run: 0,
    result: null,
    history: null,
    job: null,
    revisions: null,
    next: { text: 'Start the run', screen: 'overview' },
    notice: [
      'The run creates two databases, rebaseline_old_… and rebaseline_rebuilt_…, on a Postgres of its own.',
      'It replays your 52 migrations on the first and the drafts on the second, and drops both at the end.',
      'It writes only below .rebaseline/; nothing else is touched.',
    ],
  },
  entries: [],
  findings: [],
}

const RUNNING: Job = {
  ...doneJob,
  number: 2,
  state: 'running',
  startedAt: new Date(Date.now() - 42_000).toISOString(),
  finishedAt: null,
  doing: 'Replaying 021_user_soft_delete',
  done: 17,
  of: 52,
}

/** A run that goes on. */
export const running: Scene = {
  ...studio,
  overview: { ...OVERVIEW, job: RUNNING },
  events: [
    { type: 'log', line: { at: '2026-01-05T10:00:00.000Z', text: 'Replaying 52 migrations' } },
    { type: 'job', job: RUNNING },
  ],
}

export const FAILED: Job = {
  ...doneJob,
  number: 3,
  state: 'failed',
  error: {
    code: 'migration-failed',
    message:
      'Could not run the migrations in migrations: the migration 021_user_soft_delete failed: relation "public.userz" does not exist\n  file: migrations/021_user_soft_delete.ts:7:6\n  Postgres code: 42P01\n  statement: alter table public.userz add column deleted_at timestamptz\n  at character: 13\n  last good migration: 020_rename_spaces_to_rooms',
    help: 'Run the files of that folder by themselves on an empty database: they have to work there first.',
    migration: {
      name: '021_user_soft_delete',
      file: 'migrations/021_user_soft_delete.ts',
      line: 7,
      column: 6,
      reason: 'relation "public.userz" does not exist',
      code: '42P01',
      detail: null,
      hint: 'Perhaps you meant to reference the table "public.users".',
      statement: 'alter table public.userz add column deleted_at timestamptz',
      position: 13,
      lastGood: '020_rename_spaces_to_rooms',
    },
  },
}

/** A first run that failed. */
export const failing: Scene = {
  ...untouched,
  overview: { ...untouched.overview, job: FAILED },
  events: [{ type: 'job', job: FAILED }],
}

/** Two databases that are in use, of different majors. */
export const databases: Scene = {
  ...studio,
  overview: {
    ...OVERVIEW,
    project: 'studio and studio_new',
    way: 'databases',
    history: null,
    revisions: null,
    result: {
      ...RESULT,
      sides: {
        old: { ...side('studio', true), origin: 'live database', serverVersion: '15.18' },
        rebuilt: { ...side('studio_new', true), origin: 'live database' },
      },
      notCompared: [
        'names of NOT NULL constraints: PostgreSQL 15 against 18 (2 columns)',
        'rows: none was named with --seed, so none was read',
      ],
    },
  },
}
