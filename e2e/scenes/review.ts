import type { Acknowledgement, Checklist, ChecklistItem } from '../../shared/checklist.ts'
import { ITEM_IDS, ITEMS } from '../../shared/checklist.ts'
import type { DraftList, DraftName } from '../../shared/draft.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import { idOf, type Scene } from './scene.ts'
import { FAILED } from './states.ts'
import { OVERVIEW, studio } from './studio.ts'
import { TEAM, TEAM_AFTER } from './team.ts'

const ADA = { name: 'Ada Lovelace', email: 'ada@studio.test' }
const AT = '2026-01-05T10:20:00.000Z'

const BASELINE = `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  // Types
  await db.schema.createType('mood').asEnum(['calm', 'wild']).execute()

  // Tables
  await db.schema
    .createTable('users')
    .addColumn('id', 'uuid', (col) => col.notNull().defaultTo(sql\`gen_random_uuid()\`))
    .addColumn('email', 'varchar(255)', (col) => col.notNull())
    .addColumn('mood', sql\`mood\`, (col) => col.notNull().defaultTo('calm'))
    .addPrimaryKeyConstraint('users_pkey', ['id'])
    .execute()
  await db.schema
    .createTable('records')
    .addColumn('id', 'bigint', (col) => col.generatedAlwaysAsIdentity().notNull())
    .addColumn('title', 'varchar(200)', (col) => col.notNull())
    .addColumn('owner_id', 'uuid', (col) => col.notNull())
    .addColumn('updated_at', 'timestamptz', (col) => col.notNull().defaultTo(sql\`now()\`))
    .addPrimaryKeyConstraint('records_pkey', ['id'])
    .execute()

  // Indexes
  await sql\`CREATE UNIQUE INDEX records_owner_id_idx ON records USING btree (owner_id) WHERE deleted_at IS NULL\`.execute(db)

  // Triggers
  await sql\`CREATE TRIGGER set_updated_at BEFORE UPDATE ON records FOR EACH ROW EXECUTE FUNCTION touch()\`.execute(db)
}
`
const SEED = `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql\`INSERT INTO users (email) VALUES ('first@studio.test')\`.execute(db)
}
`

const draftOf = (name: DraftName, file: string, text: string, generated: string) =>
  ({ name, file, text, onDisk: 'there', version: idOf(text), generated, signed: null }) as const

const draftsAt = (revision: number, baseline: string): DraftList => ({
  revision,
  verified: 1,
  drafts: [
    draftOf('baseline', '001_baseline.ts', baseline, BASELINE),
    draftOf('seed', '002_seed_definitions.ts', SEED, SEED),
  ],
  undo: revision === 1 ? [] : ['Edit of 001_baseline.ts', 'Mend of 8 differences'],
  undoTrouble: null,
})

export const NO_DRAFTS: DraftList = {
  revision: 0,
  verified: null,
  drafts: [],
  undo: [],
  undoTrouble: null,
}

const itemOf = (rest: Partial<ChecklistItem> & Pick<ChecklistItem, 'id'>): ChecklistItem => ({
  title: ITEMS[rest.id],
  evidence: {
    counts: [{ kind: 'table', old: 61, rebuilt: 61, equal: 61, findings: 0 }],
    blocking: 0,
    acceptable: 0,
    hash: idOf(rest.id),
  },
  signOff: null,
  obstacles: [],
  ...rest,
})

const signed = (
  changed: readonly string[] = [],
  rewritten: 'baseline' | null = null,
): ChecklistItem['signOff'] => ({
  person: ADA,
  note: 'Looked at each of them',
  at: AT,
  state: changed.length > 0 ? 'stale' : 'current',
  changed: [...changed],
  rewritten,
})

const NAMES: Acknowledgement = {
  class: 'name',
  means: 'another name, same definition',
  count: 1,
  hash: idOf('name'),
  given: { person: ADA, reason: 'Nothing names them in our code', at: AT, state: 'current' },
}

const checklistOf = (items: readonly ChecklistItem[]): Checklist => ({
  run: 1,
  items: [...items],
  acknowledgements: [
    NAMES,
    {
      class: 'comment',
      means: 'a comment is missing or different',
      count: 1,
      hash: idOf('comment'),
      given: null,
    },
  ],
  person: ADA,
  log: [
    {
      at: AT,
      person: ADA,
      what: 'acknowledged name (1 difference)',
      note: 'Nothing names them in our code',
      hash: idOf('log 1'),
    },
    { at: AT, person: ADA, what: 'signed Tables present', note: '', hash: idOf('log 2') },
  ],
  broken: null,
})

/** Nothing signed, and nothing that could be. */
export const openChecklist = (run: number): Checklist => ({
  ...checklistOf(
    ITEM_IDS.map((id) =>
      run === 0
        ? itemOf({ id, evidence: null, obstacles: ['nothing was compared yet: start a run first'] })
        : itemOf({ id, obstacles: ['8 differences block: mend them, then verify again'] }),
    ),
  ),
  run,
  acknowledgements: [],
  log: [],
})

const TEXT = 'the text of the baseline draft (1 line added, from line 5 on)'
const CHANGED = ['index public.records_owner_id_idx', 'table public.records']

/** A clean comparison whose review is on its way: some items signed, some stale. */
export const reviewing: Scene = {
  ...studio,
  overview: {
    ...OVERVIEW,
    run: 3,
    result: OVERVIEW.result && {
      ...OVERVIEW.result,
      verdict: 'acceptable',
      headline: '2 differences in 1,010 objects, both acceptable',
      classes: OVERVIEW.result.classes.filter(({ blocks }) => !blocks),
    },
    next: {
      text: 'Acknowledge 1 class of acceptable differences and sign the checklist',
      screen: 'checklist',
    },
  },
  findings: studio.findings.filter(({ blocks }) => !blocks),
  drafts: draftsAt(1, BASELINE),
  checklist: checklistOf(
    ITEM_IDS.map((id) => {
      if (id === 'indexes') return itemOf({ id, signOff: signed(CHANGED) })
      if (id === 'unmodeled') return itemOf({ id, signOff: signed([TEXT], 'baseline') })
      if (id !== 'acceptable') return itemOf({ id, signOff: id === 'seed' ? null : signed() })
      return itemOf({ id, obstacles: ['1 difference of class comment: not acknowledged'] })
    }),
  ),
}

/** A clean comparison of which nothing is stated yet but one class. */
export const signable: Scene = {
  ...reviewing,
  details: new Map(
    [...reviewing.details].map(([id, detail]) => [
      id,
      { ...detail, findings: detail.findings.filter(({ blocks }) => !blocks) },
    ]),
  ),
  checklist: checklistOf(
    ITEM_IDS.map((id) =>
      id === 'acceptable'
        ? itemOf({ id, obstacles: ['1 difference of class comment: not acknowledged'] })
        : itemOf({ id }),
    ),
  ),
}

const COMMENTS: Acknowledgement = {
  class: 'comment',
  means: 'a comment is missing or different',
  count: 1,
  hash: idOf('comment'),
  given: { person: ADA, reason: 'They help readers', at: AT, state: 'current' },
}

/** The same, once the other class is acknowledged too. */
export const acknowledged: Scene = {
  ...reviewing,
  checklist: {
    ...checklistOf(ITEM_IDS.map((id) => itemOf({ id }))),
    acknowledgements: [NAMES, COMMENTS],
  },
}

const step = (
  action: 'write' | 'change' | 'move',
  path: string,
  rest: Partial<ExportPlan['steps'][number]> = {},
): ExportPlan['steps'][number] => ({
  action,
  path,
  to: null,
  before: null,
  after: null,
  why: '',
  ...rest,
})

const PACKAGE = '{\n  "name": "studio",\n  "scripts": {\n    "dev": "vite"\n  }\n}\n'

const PLAN: ExportPlan = {
  hash: idOf('plan'),
  refusals: [],
  warnings: [],
  steps: [
    ...['001_users', '002_records', '003_fix_records', '004_moods'].map((name) =>
      step('move', `migrations/${name}.ts`, {
        to: `migrations_archive/${name}.ts`,
        why: 'an old migration',
      }),
    ),
    step('write', 'migrations/001_baseline.ts', { after: BASELINE, why: 'the approved baseline' }),
    step('write', 'migrations/002_seed_definitions.ts', { after: SEED, why: 'the approved seed' }),
    step('write', 'migrations_archive/_README.md', {
      after: '# Historical only, do not run\n',
      why: 'what each archived file did',
    }),
    step('change', 'package.json', {
      before: PACKAGE,
      after: PACKAGE.replace(
        '"dev": "vite"\n',
        '"dev": "vite",\n    "migrate": "rebaseline migrate",\n    "db:nuke": "rebaseline nuke"\n',
      ),
      why: 'adds the scripts migrate, db:nuke',
    }),
  ],
  commands: [
    'git status --short',
    'git add --all -- migrations migrations_archive package.json',
    'git commit -m "Replace 4 old migrations by a proven baseline"',
  ],
  undo: ['npx rebaseline export --undo --migrations migrations   # before it is committed'],
  applied: false,
  interrupted: null,
  line: null,
  team: TEAM,
}

/** Before there are drafts. */
export const NO_PLAN: ExportPlan = {
  hash: idOf('no plan'),
  warnings: [],
  refusals: [
    'nothing was compared yet: start a run first',
    'there is no baseline yet: start the first run, it writes the drafts',
  ],
  steps: [],
  commands: [],
  undo: [],
  applied: false,
  interrupted: null,
  line: null,
  team: null,
}

/** Everything signed: the export may be done. */
export const approved: Scene = {
  ...reviewing,
  overview: {
    ...reviewing.overview,
    next: { text: 'Export the approved baseline', screen: 'export' },
  },
  checklist: {
    ...checklistOf(ITEM_IDS.map((id) => itemOf({ id, signOff: signed() }))),
    acknowledgements: [NAMES],
  },
  plan: PLAN,
}

/** The same while something stands in its way. */
export const refused: Scene = {
  ...reviewing,
  plan: {
    ...PLAN,
    refusals: [
      '1 difference of class comment: not acknowledged',
      `“Indexes present” changed since it was signed: ${CHANGED.join(', ')}`,
      '“Seed data accounted for” is not signed',
      'package.json has uncommitted changes: commit or stash them first',
      'migrations_archive is a symbolic link, and what is written must stay in the project: put the real file or folder there',
    ],
  },
}

/** An edit of the text since it was signed. */
export const rewritten: Scene = {
  ...reviewing,
  drafts: {
    ...draftsAt(4, BASELINE),
    verified: 4,
    drafts: draftsAt(4, BASELINE).drafts.map((draft) =>
      draft.name === 'baseline'
        ? { ...draft, signed: BASELINE.replace('  // Types\n', '') }
        : draft,
    ),
  },
}

/** An export that was killed in the middle. */
export const interrupted: Scene = {
  ...approved,
  overview: {
    ...approved.overview,
    interrupted: { at: '2026-01-05T11:20:00.000Z', state: 'applying' },
    next: { text: 'Finish the export that was interrupted, or take it back', screen: 'export' },
  },
  plan: {
    ...PLAN,
    interrupted: 'applying',
    team: null,
    refusals: [
      'the export that was begun on 2026-01-05 11:20 UTC was interrupted: `rebaseline export` finishes it, `rebaseline export --undo` takes it back',
    ],
  },
}

export const exported: Scene = {
  ...approved,
  overview: {
    ...approved.overview,
    exported: { at: '2026-01-05T11:20:00.000Z', changed: [], kept: 'by git' },
    next: { text: 'Commit the export with git, then move the deployments over', screen: 'export' },
  },
  plan: { ...PLAN, applied: true, team: TEAM_AFTER },
}

/** A draft that was edited and does not run. */
export const brokenDraft: Scene = {
  ...reviewing,
  overview: {
    ...reviewing.overview,
    job: {
      ...FAILED,
      kind: 'verify',
      error: {
        code: 'migration-failed',
        message:
          'Could not run the migrations in .rebaseline/drafts: the migration 001_baseline failed: relation "recordz" does not exist\n  file: .rebaseline/drafts/001_baseline.ts:25:9\n  Postgres code: 42P01',
        help: 'Mend the file and verify again.',
      },
    },
    revisions: { verified: 1, draft: 4 },
    next: { text: 'Read why the run failed, then start it again', screen: 'overview' },
  },
  drafts: draftsAt(
    4,
    BASELINE.replace('ON records USING', 'ON recordz USING').replace("'users'", 'users'),
  ),
}

/** A run after the export, in a folder that git leaves out, while another dashboard made one too. */
export const provenAgain: Scene = {
  ...exported,
  overview: {
    ...exported.overview,
    run: 4,
    elsewhere: 5,
    exported: { at: '2026-01-05T11:20:00.000Z', changed: [], kept: 'nowhere' },
    next: { text: 'Move the deployments over to the exported baseline', screen: 'export' },
    result: exported.overview.result && {
      ...exported.overview.result,
      note: 'After the export: the old side is migrations, which holds the baseline that was exported on 2026-01-05 11:20 UTC: this run compares that with the drafts, not the archived migrations. Nothing of it is kept. The export rests on run 3, whose evidence, sign-offs and report stay as they are.',
    },
  },
  plan: { ...PLAN, applied: true, commands: [] },
}
