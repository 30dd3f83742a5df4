import type { Report, ReportedComparison, SideFacts } from '../shared/api.ts'
import type { Comparison, DifferenceClass, Finding } from '../shared/finding.ts'
import { verdictOf } from '../shared/finding.ts'

/** What a browser would run if any place showed text as HTML. */
export const HOSTILE = `<img src=x onerror="window.__pwn=1"></script><script>window.__pwn=1</script>`

const side = (database: string, live = false): SideFacts => ({
  origin: 'replayed from examples/studio/migrations',
  host: '127.0.0.1:54321',
  database,
  serverVersion: '18.4',
  live,
})

const index = (finding: Partial<Finding> & { readonly name: string }): Finding => {
  const { name, ...rest } = finding
  return {
    class: 'structural',
    kind: 'index',
    change: 'changed',
    address: { type: 'index', names: ['public', name], args: [] },
    attributes: [],
    ...rest,
  }
}

const TRIGGER_BODY = `
begin
  new.updated_at := now();
  if new.title is distinct from old.title then
    insert into public.audit (record_id, change) values (new.id, 'title');
  end if;
  return new;
end`

/** The kinds of things that people lose in a baseline written by hand. */
export const LOSSES: readonly Finding[] = [
  index({
    name: 'records_owner_id_idx',
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
    sql: 'CREATE UNIQUE INDEX records_owner_id_idx ON public.records USING btree (owner_id, created_at DESC)\n  WHERE (deleted_at IS NULL)',
  }),
  index({
    name: 'set_updated_at',
    kind: 'trigger',
    change: 'missing',
    address: { type: 'trigger', names: ['public', 'records', 'set_updated_at'], args: [] },
    attributes: [
      {
        name: 'definition',
        old: 'CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.records FOR EACH ROW EXECUTE FUNCTION public.touch()',
        rebuilt: null,
      },
    ],
  }),
  index({
    name: 'touch',
    kind: 'function',
    address: { type: 'function', names: ['public', 'touch'], args: ['integer', 'text'] },
    attributes: [
      { name: 'body', old: TRIGGER_BODY, rebuilt: TRIGGER_BODY.replace("'title'", "'name'") },
      { name: 'volatility', old: 'volatile', rebuilt: 'stable' },
    ],
  }),
  index({
    name: 'scratch',
    kind: 'table',
    change: 'added',
    address: { type: 'table', names: ['public', 'scratch'], args: [] },
  }),
  index({
    name: 'title',
    kind: 'column',
    address: { type: 'table column', names: ['public', 'records', 'title'], args: [] },
    attributes: [
      { name: 'type', old: 'character varying(200)', rebuilt: 'character varying(255)' },
    ],
  }),
  index({
    name: 'status_label',
    kind: 'default',
    address: { type: 'default value', names: ['public', 'records', 'label'], args: [] },
    attributes: [{ name: 'expression', old: "'draft '::text", rebuilt: "'draft\u200b'::text" }],
  }),
  index({
    name: 'extra_statistics',
    class: 'unmodeled',
    kind: 'unmodeled',
    change: 'missing',
    address: { type: 'statistics object', names: ['public', 'extra_statistics'], args: [] },
    note: 'No kind reads extended statistics yet.',
  }),
  index({
    name: 'records_pkey',
    class: 'name',
    kind: 'constraint',
    change: 'renamed',
    address: { type: 'table constraint', names: ['public', 'records', 'records_pkey'], args: [] },
    attributes: [{ name: 'name', old: 'records_pkey', rebuilt: 'pk_records' }],
  }),
  index({
    name: 'records',
    class: 'comment',
    kind: 'comment',
    change: 'missing',
    address: { type: 'comment on table', names: ['public', 'records'], args: [] },
    attributes: [{ name: 'text', old: 'What the studio keeps.', rebuilt: null }],
  }),
]

const comparisonOf = (findings: readonly Finding[]): Comparison => ({
  verdict: verdictOf(findings),
  counts: {
    schema: { old: 2, rebuilt: 2, equal: 2, findings: 0 },
    table: { old: 61, rebuilt: 62, equal: 61, findings: 1 },
    column: { old: 540, rebuilt: 540, equal: 539, findings: 1 },
    index: { old: 96, rebuilt: 96, equal: 95, findings: 1 },
    policy: { old: 1, rebuilt: 1, equal: 1, findings: 0 },
    rows: { old: 310, rebuilt: 310, equal: 310, findings: 0 },
  },
  findings,
  notCompared: [],
})

const compared = (title: string, findings: readonly Finding[]): ReportedComparison => ({
  status: 'compared',
  title,
  sides: { old: side('rebaseline_old_4f1c'), rebuilt: side('rebaseline_rebuilt_9b02') },
  comparison: comparisonOf(findings),
})

const reportOf = (...comparisons: readonly ReportedComparison[]): Report => ({
  project: 'studio',
  comparisons,
  startedAt: '2026-01-05T10:00:00.000Z',
  finishedAt: '2026-01-05T10:00:07.400Z',
})

/** What `npm start` shows: one baseline that lost nothing, one that did, one that could not be built. */
export const studioReport = reportOf(
  {
    status: 'compared',
    title: 'The generated baseline',
    sides: { old: side('rebaseline_old_4f1c'), rebuilt: side('rebaseline_rebuilt_9b02') },
    comparison: {
      ...comparisonOf([]),
      counts: {
        table: { old: 61, rebuilt: 61, equal: 61, findings: 0 },
        column: { old: 540, rebuilt: 540, equal: 540, findings: 0 },
        index: { old: 96, rebuilt: 96, equal: 96, findings: 0 },
        policy: { old: 1, rebuilt: 1, equal: 1, findings: 0 },
      },
    },
    proofs: [
      {
        title: 'A plain migrateToLatest gives the same',
        outcome: 'holds',
        detail: '52 migrations',
      },
      { title: 'The baseline rolls back cleanly', outcome: 'unknown', detail: 'not tried' },
    ],
  },
  compared('The hand-made baseline', LOSSES),
  {
    status: 'failed',
    title: 'The live database',
    error: {
      code: 'server-unreachable',
      message: 'Could not connect to db.example:5432: nobody listens there',
      help: 'Check that the server runs and that host and port in the URL are right.',
    },
  },
)

const unknown: ReportedComparison = {
  status: 'compared',
  title: HOSTILE,
  sides: {
    old: side(HOSTILE, true),
    rebuilt: { ...side(HOSTILE), host: HOSTILE, origin: HOSTILE },
  },
  comparison: {
    ...comparisonOf([
      index({
        name: HOSTILE,
        change: 'missing',
        address: { type: HOSTILE, names: [HOSTILE, '\u202e__proto__'], args: [HOSTILE] },
        attributes: [
          { name: HOSTILE, old: HOSTILE, rebuilt: `${HOSTILE}\n${HOSTILE}` },
          { name: 'constructor', old: [HOSTILE], rebuilt: null },
        ],
        note: HOSTILE,
        sql: HOSTILE,
      }),
    ]),
    verdict: 'unknown',
    notCompared: [HOSTILE, 'rows of public.users: no permission'],
  },
  proofs: [{ title: HOSTILE, outcome: 'fails', detail: HOSTILE }],
}

/** Hostile text in every place where a name, a comment or a body can stand. */
export const hostileReport: Report = {
  ...reportOf(unknown, {
    status: 'failed',
    title: 'failed',
    error: { code: HOSTILE, message: HOSTILE, help: HOSTILE },
  }),
  project: HOSTILE,
}

const CLASSES: readonly DifferenceClass[] = ['structural', 'privilege', 'name', 'printed']

/** More differences than anyone wants to have. */
export const largeReport = reportOf(
  compared(
    'A large difference',
    Array.from({ length: 5_000 }, (_, number) =>
      index({
        name: `index_${String(number).padStart(4, '0')}`,
        class: CLASSES[number % CLASSES.length] ?? 'structural',
        attributes: [
          { name: 'predicate', old: `(id > ${number})`, rebuilt: null },
          {
            name: 'definition',
            old: `${'select 1;\n'.repeat(3_000)}a`,
            rebuilt: `${'select 1;\n'.repeat(3_000)}b`,
          },
        ].slice(0, number === 0 ? 2 : 1),
      }),
    ),
  ),
)

/** A run that has not compared anything. */
export const emptyReport = reportOf()
