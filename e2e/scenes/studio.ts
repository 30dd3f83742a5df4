import type { Job } from '../../shared/job.ts'
import type {
  FindingView,
  ObjectDetail,
  OriginLine,
  RowsPage,
  TreeEntry,
} from '../../shared/object.ts'
import type { Overview, Result } from '../../shared/overview.ts'
import { countsOf, KNOWN } from './history-data.ts'
import { detailOf, entry, finding, idOf, same, side, type Scene } from './scene.ts'

const BODY = (line: string) => `CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.updated_at := now();
  if new.title is distinct from old.title then
    insert into public.audit (record_id, change) values (new.id, '${line}');
  end if;
  return new;
end
$$;`

/** The kinds of things that people lose in a baseline written by hand. */
const LOSSES: readonly FindingView[] = [
  finding('records', 'records_owner_id_idx', {
    attributes: [
      { name: 'unique', old: true, rebuilt: false },
      { name: 'method', old: 'gin', rebuilt: 'btree' },
      { name: 'predicate', old: '(deleted_at IS NULL)', rebuilt: null },
      {
        name: 'columns',
        old: ['owner_id', 'created_at DESC'],
        rebuilt: ['owner_id', 'created_at'],
      },
    ],
    note: 'ON CONFLICT needs a unique index; upserts into records fail without it.',
  }),
  finding('records', 'set_updated_at', {
    kind: 'trigger',
    change: 'missing',
    attributes: [
      {
        name: 'definition',
        old: 'CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.records FOR EACH ROW EXECUTE FUNCTION public.touch()',
        rebuilt: null,
      },
    ],
  }),
  finding('records', 'title', {
    kind: 'column',
    attributes: [
      { name: 'type', old: 'character varying(200)', rebuilt: 'character varying(255)' },
    ],
  }),
  finding('touch', 'touch', {
    kind: 'function',
    attributes: [{ name: 'body', old: BODY('title'), rebuilt: BODY('name') }],
  }),
  finding('scratch', 'scratch', { kind: 'table', change: 'added', remedy: 'none' }),
  finding('mood', 'mood', {
    kind: 'enum',
    change: 'missing',
    attributes: [{ name: 'labels', old: ['calm', 'wild'], rebuilt: null }],
  }),
  finding('records', 'status_label', {
    kind: 'default',
    attributes: [{ name: 'expression', old: "'draft '::text", rebuilt: "'draft\u200b'::text" }],
  }),
  finding(null, 'extra_statistics', {
    class: 'unmodeled',
    kind: 'unmodeled',
    change: 'missing',
    note: 'No kind reads extended statistics yet.',
    remedy: 'none',
  }),
  finding('records', 'records_pkey', {
    class: 'name',
    blocks: false,
    kind: 'constraint',
    change: 'renamed',
    attributes: [{ name: 'name', old: 'records_pkey', rebuilt: 'pk_records' }],
  }),
  finding('users', 'users', {
    class: 'comment',
    blocks: false,
    kind: 'comment',
    change: 'missing',
    attributes: [{ name: 'text', old: 'Who may come in.', rebuilt: null }],
  }),
]

const ENTRIES: readonly TreeEntry[] = [
  entry('table', 'records', 'changed', { blocking: 4, acceptable: 1, rows: true }),
  entry('function', 'touch', 'changed', { blocking: 1 }),
  entry('table', 'scratch', 'added', { blocking: 1 }),
  entry('enum', 'mood', 'missing', { blocking: 1 }),
  entry('table', 'users', 'acceptable', { acceptable: 1 }),
  ...['artworks', 'rooms', 'tags', 'tasks'].map((name) => entry('table', name, 'same')),
  entry('view', 'open_tasks', 'same'),
]

const madeBy = (
  kind: string,
  name: string,
  created: string | null,
  touched: string[] = [],
  was: string[] = [],
): OriginLine => ({ key: `${kind} ${name}`, kind, name, created, touched, was, note: null })

const RECORDS: ObjectDetail = {
  id: idOf('records'),
  kind: 'table',
  name: 'records',
  status: 'changed',
  findings: LOSSES.filter(({ object }) => object === idOf('records')),
  grids: [
    {
      kind: 'column',
      title: 'Columns',
      headings: ['Type', 'Nullable', 'Default', 'Identity or generated', 'Collation', 'Comment'],
      lines: [
        {
          name: 'id',
          status: 'same',
          cells: [
            same('bigint'),
            same(false),
            same(null),
            same('always as identity'),
            same(null),
            same(null),
          ],
        },
        {
          name: 'title',
          status: 'changed',
          cells: [
            { old: 'character varying(200)', rebuilt: 'character varying(255)', status: 'changed' },
            same(false),
            same(null),
            same(null),
            same(null),
            same('What it is called'),
          ],
        },
        {
          name: 'label',
          status: 'changed',
          cells: [
            same('text'),
            same(true),
            { old: "'draft '::text", rebuilt: "'draft\u200b'::text", status: 'changed' },
            same(null),
            same(null),
            same(null),
          ],
        },
        {
          name: 'owner_id',
          status: 'same',
          cells: [same('uuid'), same(false), same(null), same(null), same(null), same(null)],
        },
        {
          name: 'updated_at',
          status: 'same',
          cells: [
            same('timestamp with time zone'),
            same(false),
            same('now()'),
            same(null),
            same(null),
            same(null),
          ],
        },
      ],
    },
    {
      kind: 'constraint',
      title: 'Constraints',
      headings: ['Definition'],
      lines: [
        {
          name: 'records_pkey',
          status: 'acceptable',
          cells: [{ old: 'PRIMARY KEY (id)', rebuilt: 'PRIMARY KEY (id)', status: 'same' }],
        },
      ],
    },
    {
      kind: 'index',
      title: 'Indexes',
      headings: ['Method', 'Unique', 'Columns', 'Predicate'],
      lines: [
        {
          name: 'records_owner_id_idx',
          status: 'changed',
          cells: [
            { old: 'gin', rebuilt: 'btree', status: 'changed' },
            { old: true, rebuilt: false, status: 'changed' },
            {
              old: ['owner_id', 'created_at DESC'],
              rebuilt: ['owner_id', 'created_at'],
              status: 'changed',
            },
            { old: '(deleted_at IS NULL)', rebuilt: null, status: 'changed' },
          ],
        },
      ],
    },
    {
      kind: 'trigger',
      title: 'Triggers',
      headings: ['Definition'],
      lines: [
        {
          name: 'set_updated_at',
          status: 'missing',
          cells: [
            {
              old: 'CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.records FOR EACH ROW EXECUTE FUNCTION public.touch()',
              rebuilt: null,
              status: 'changed',
            },
          ],
        },
      ],
    },
  ],
  definition: {
    old: 'CREATE TABLE public.records (\n    id bigint NOT NULL,\n    title character varying(200) NOT NULL,\n    owner_id uuid NOT NULL\n);',
    rebuilt:
      'CREATE TABLE public.records (\n    id bigint NOT NULL,\n    title character varying(255) NOT NULL,\n    owner_id uuid NOT NULL\n);',
  },
  origin: {
    why: null,
    lines: [
      madeBy('table', 'records', '002_records', ['014_owners', '031_soft_delete']),
      madeBy('column', 'id', '002_records'),
      madeBy('column', 'title', '002_records', ['048_rename_columns'], ['public.records.headline']),
      madeBy('constraint', 'records_pkey', '002_records'),
      madeBy('index', 'records_owner_id_idx', '033_missing_indexes'),
      {
        ...madeBy('trigger', 'set_updated_at', null),
        note: 'not known: what 040_triggers did could not be told',
      },
    ],
  },
  neighbours: {
    needs: [{ id: idOf('touch'), kind: 'function', name: 'public.touch()', status: 'changed' }],
    neededBy: [{ id: idOf('open_tasks'), kind: 'view', name: 'public.open_tasks', status: 'same' }],
  },
  rows: true,
}

const ROWS: RowsPage = {
  columns: ['id', 'title', 'label'],
  total: 3,
  differing: 2,
  offset: 0,
  pairs: [
    { status: 'changed', old: ['1', 'First', 'a'], rebuilt: ['1', 'First ', 'a'], differs: [1] },
    { status: 'missing', old: ['2', 'Second', null], rebuilt: null, differs: [] },
    { status: 'same', old: ['3', 'Third', 'c'], rebuilt: ['3', 'Third', 'c'], differs: [] },
  ],
}

export const RESULT: Result = {
  verdict: 'different',
  headline: '10 differences in 1,010 objects (1,011 rebuilt), 8 of them block',
  coverage:
    '61 tables, 540 columns, 96 indexes, 1 row-level security policy; not compared: nothing',
  sides: { old: side('rebaseline_old_4f1c'), rebuilt: side('rebaseline_rebuilt_9b02') },
  counts: {
    schema: { old: 2, rebuilt: 2, equal: 2, findings: 0 },
    enum: { old: 9, rebuilt: 8, equal: 8, findings: 1 },
    function: { old: 6, rebuilt: 6, equal: 5, findings: 1 },
    table: { old: 61, rebuilt: 62, equal: 61, findings: 1 },
    column: { old: 540, rebuilt: 540, equal: 539, findings: 1 },
    index: { old: 96, rebuilt: 96, equal: 95, findings: 1 },
    trigger: { old: 12, rebuilt: 11, equal: 11, findings: 1 },
    policy: { old: 1, rebuilt: 1, equal: 1, findings: 0 },
    rows: { old: 310, rebuilt: 310, equal: 310, findings: 0 },
  },
  classes: [
    { class: 'structural', count: 7, blocks: true, means: 'the databases behave differently' },
    { class: 'unmodeled', count: 1, blocks: true, means: 'an object that no kind reads' },
    { class: 'name', count: 1, blocks: false, means: 'another name, same definition' },
    { class: 'comment', count: 1, blocks: false, means: 'a comment is missing or different' },
  ],
  notCompared: [],
  proofs: [
    { title: 'A plain migrateToLatest gives the same', outcome: 'holds', detail: '52 migrations' },
    { title: 'The baseline rolls back cleanly', outcome: 'not-run', detail: 'not asked for' },
    {
      title: 'The comparison notices faults that are planted',
      outcome: 'not-run',
      detail: 'nobody asked for it',
    },
  ],
  planted: null,
  finishedAt: '2026-01-05T10:00:07.400Z',
  note: null,
}

export const doneJob: Job = {
  number: 1,
  kind: 'prove',
  state: 'done',
  startedAt: '2026-01-05T10:00:00.000Z',
  finishedAt: '2026-01-05T10:00:07.400Z',
  doing: 'done',
  done: null,
  of: null,
  error: null,
}

export const OVERVIEW: Overview = {
  project: 'studio',
  id: idOf('studio'),
  way: 'project',
  configurable: false,
  run: 1,
  result: RESULT,
  history: countsOf(KNOWN),
  job: doneJob,
  revisions: { verified: 1, draft: 1 },
  elsewhere: null,
  exported: null,
  interrupted: null,
  moment: '',
  unwritable: null,
  next: { text: 'Look at 8 differences that block', screen: 'compare' },
  notice: [],
}

/** What a newcomer sees: a baseline written by hand that lost things. */
export const studio: Scene = {
  history: KNOWN,
  overview: OVERVIEW,
  entries: ENTRIES,
  findings: LOSSES,
  details: new Map([
    ...ENTRIES.map((each) => [each.id, detailOf(each, LOSSES)] as const),
    [RECORDS.id, RECORDS],
    [
      idOf('touch'),
      {
        ...detailOf(entry('function', 'touch', 'changed'), LOSSES),
        definition: { old: BODY('title'), rebuilt: BODY('name') },
      },
    ],
  ]),
  rows: ROWS,
  events: [
    { type: 'log', line: { at: '2026-01-05T10:00:00.000Z', text: 'Replaying 52 migrations' } },
    { type: 'job', job: doneJob },
  ],
}
