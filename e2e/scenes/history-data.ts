import type {
  Effect,
  History,
  HistoryFinding,
  MigrationHistory,
  RowEffect,
  Sent,
} from '../../shared/history.ts'
import { keyOf } from '../../shared/model.ts'
import { HOSTILE } from './hostile-text.ts'

const address = (type: string, ...names: string[]) => ({ type, names, args: [] as string[] })
const table = (name: string) => address('table', 'public', name)

const onTable = (
  change: Effect['change'],
  kind: Effect['kind'],
  of: string,
  name: string,
  attributes: Effect['attributes'] = [],
): Effect => ({
  change,
  kind,
  address:
    kind === 'index'
      ? address('index', 'public', name)
      : address(`table ${kind}`, 'public', of, name),
  was: null,
  parent: keyOf(table(of)),
  attributes,
})

const whole = (
  change: Effect['change'],
  kind: Effect['kind'],
  at: Effect['address'],
  was: Effect['was'] = null,
): Effect => ({ change, kind, address: at, was, parent: null, attributes: [] })

const created = (name: string, ...columns: string[]): Effect[] => [
  whole('created', 'table', table(name)),
  ...['id', ...columns].map((column) => onTable('created', 'column', name, column)),
  onTable('created', 'constraint', name, `${name}_pkey`),
]

const rows = (name: string, inserted: number, updated = 0): RowEffect => ({
  table: table(name),
  inserted,
  updated,
  deleted: 0,
  truncated: false,
})

const sent = (...statements: string[]): Sent => ({
  count: statements.length,
  failures: 0,
  results: [],
  statements: statements.map((sql) => ({
    sql,
    results: [
      { command: sql.split(' ').slice(0, 2).join(' ').toUpperCase(), times: 1, rows: null },
    ],
    milliseconds: 1.4,
    failed: null,
  })),
  noticeCount: 0,
  notices: [],
  leftSettings: [],
})

const migration = (
  name: string,
  objects: readonly Effect[] | null,
  rest: Partial<MigrationHistory> & { readonly touched?: readonly RowEffect[] } = {},
): MigrationHistory => {
  const { touched = [], ...others } = rest
  return {
    name,
    file: `${name}.ts`,
    milliseconds: 12.3,
    output: '',
    droppedOutputBytes: 0,
    sent: sent(`create table "${name}" ("id" bigint primary key)`),
    effects: objects && {
      objects: [...objects],
      rows: { tables: [...touched], notKnown: null },
      more: false,
    },
    noEffect: null,
    ...others,
  }
}

const found = (
  kind: HistoryFinding['kind'],
  text: string,
  ...migrations: string[]
): HistoryFinding => ({ kind, migrations, objects: [], text })

const WAYS: History['ways'] = {
  replay: { transactions: 'per-migration', doing: 'one migration at a time', refused: [] },
  plain: {
    transactions: 'per-migration',
    doing: 'one migration at a time',
    refused: ['unsafe use of new value "done" of enum type task_state (55P04)'],
  },
}

export const historyOf = (
  migrations: readonly MigrationHistory[],
  findings: readonly HistoryFinding[],
): History => ({
  migrations: [...migrations],
  findings: [...findings],
  provenance: [],
  untried: [
    'a build on another day: the clock can only be moved on a server that Rebaseline starts itself, and this one was named (--server, or REBASELINE_SERVER_URL)',
  ],
  volatile: [
    {
      address: address('table column', 'public', 'users', 'id'),
      attribute: null,
      cause: 'gen_random_uuid()',
    },
    {
      address: address('default value', 'public', 'users', 'joined_on'),
      attribute: 'expression',
      cause: "frozen default '2026-01-31'",
    },
    { address: address('table column', 'public', 'rooms', 'code'), attribute: null, cause: null },
  ],
  ignored: [{ file: 'README.md', reason: 'not a TypeScript or JavaScript file' }],
  ways: WAYS,
})

const FAILED: Sent = {
  ...sent('create index on public.rooms (floor)', 'create extension pg_trgm'),
  count: 2,
  failures: 1,
  leftSettings: [{ name: 'search_path', value: 'app, public' }],
}
if (FAILED.statements[1]) {
  FAILED.statements[1] = {
    ...FAILED.statements[1],
    results: [],
    failed: { code: '0A000', message: 'extension "pg_trgm" is not available' },
  }
}

/** A short history with one of each: what was made, renamed, dropped, left alone, and what could not be told. */
export const TOLD = historyOf(
  [
    migration('001_users', [
      whole('created', 'extension', address('extension', 'citext')),
      ...created('users', 'email', 'name'),
    ]),
    migration('002_spaces', created('spaces', 'title', 'owner_id'), {
      touched: [rows('spaces', 3)],
    }),
    migration('003_permissions', [], {
      sent: sent(),
      noEffect: { reason: 'no-statement', evidence: '' },
    }),
    migration('004_inventory', created('legacy_inventory', 'label'), {
      output: 'made the inventory\nwith 1 table\n',
    }),
    migration('005_touch', [
      whole('created', 'function', address('function', 'public', 'touch')),
      whole('created', 'view', address('view', 'public', 'open_rooms')),
    ]),
    migration('007_rooms', [
      whole('renamed', 'table', table('rooms'), table('spaces')),
      onTable('created', 'column', 'rooms', 'floor'),
      onTable('renamed', 'column', 'rooms', 'headline'),
    ]),
    migration(
      '008_email_length',
      [
        onTable('altered', 'column', 'users', 'email', [
          { name: 'type', before: 'character varying(200)', after: 'character varying(320)' },
          { name: 'default', before: null, after: "''::text" },
        ]),
        onTable('rebuilt', 'index', 'users', 'users_email_idx'),
      ],
      { touched: [rows('users', 0, 1_204)] },
    ),
    migration('009_reports', null, { output: 'closing all connections' }),
    migration('010_trigram', [onTable('created', 'index', 'rooms', 'rooms_floor_idx')], {
      sent: FAILED,
    }),
    migration('011_drop_inventory', [whole('dropped', 'table', table('legacy_inventory'))], {
      sent: {
        ...sent('drop table if exists public.legacy_inventory', 'drop table if exists public.none'),
        noticeCount: 1,
        notices: [
          { severity: 'NOTICE', code: '00000', message: 'table "none" does not exist, skipping' },
        ],
      },
    }),
    migration('012_backfill', [], {
      sent: sent('update public.rooms set floor = 0 where floor is null'),
      noEffect: {
        reason: 'no-rows',
        evidence: 'update public.rooms set floor = 0 where floor is null: 0 rows',
      },
    }),
    migration('013_large_import', [], {
      effects: {
        objects: [],
        rows: { tables: [rows('users', 12)], notKnown: 'track_counts is off' },
        more: true,
      },
    }),
  ],
  [
    found('gap', 'no migration has the number 006'),
    found('no-effect', '003_permissions: it sends no statement', '003_permissions'),
    found(
      'created-then-dropped',
      'table public.legacy_inventory is created by 004_inventory and dropped by 011_drop_inventory',
      '004_inventory',
      '011_drop_inventory',
    ),
    found('renamed', 'table public.spaces is renamed to public.rooms', '007_rooms'),
    found('output', '004_inventory prints 35 characters', '004_inventory'),
    found('settings', '010_trigram leaves search_path = app, public', '010_trigram'),
    found('environment', '010_trigram needs pg_trgm, and went on without it', '010_trigram'),
  ],
)

/** A history of so many migrations and about two tables for three of them. */
export function longHistory(count: number): History {
  const alive: string[] = []
  const migrations = Array.from({ length: count }, (_, at) => {
    const number = String(at + 1).padStart(4, '0')
    const any = alive[(at * 7) % Math.max(1, alive.length)] ?? ''
    const old = alive[(at * 5) % Math.max(1, alive.length)] ?? ''
    if (at % 3 !== 2 || any === '') {
      const name = `table_${number}`
      alive.push(name)
      const linked = any === '' ? [] : [onTable('created', 'constraint', any, `${name}_fkey`)]
      return migration(`${number}_create_${name}`, [...created(name, 'name'), ...linked], {
        touched: at % 4 === 0 ? [rows(name, at % 17)] : [],
      })
    }
    if (at % 21 === 5) return migration(`${number}_broken`, null)
    if (at % 21 === 8) {
      return migration(`${number}_empty`, [], {
        sent: sent(),
        noEffect: { reason: 'no-statement', evidence: '' },
      })
    }
    if (at % 21 === 11) {
      alive.splice(alive.indexOf(any), 1)
      return migration(`${number}_drop_${any}`, [whole('dropped', 'table', table(any))])
    }
    if (at % 21 === 14) {
      alive[alive.indexOf(any)] = `${any}_v2`
      const renamed = whole('renamed', 'table', table(`${any}_v2`), table(any))
      return migration(`${number}_rename_${any}`, [renamed])
    }
    return migration(
      `${number}_alter_${any}`,
      [
        onTable('created', 'column', any, `extra_${number}`),
        whole('created', 'function', address('function', 'public', `f_${number}`)),
      ],
      { touched: [rows(old, 0, at)] },
    )
  })
  const gaps = Array.from({ length: 40 }, (_, at) =>
    found('gap', `no migration has the number ${String(at * 12 + 3).padStart(4, '0')}`),
  )
  return historyOf(migrations, gaps)
}

/** The same as far as all of it is known. */
export const KNOWN: History = {
  ...TOLD,
  migrations: TOLD.migrations.filter(
    ({ effects }) => effects && !effects.more && effects.rows.notKnown === null,
  ),
}

/** What the overview says of it. */
export const countsOf = ({ migrations, findings }: History) => ({
  migrations: migrations.length,
  notKnown: migrations.filter(({ effects }) => effects === null).length,
  findings: findings.length,
})

/** Hostile text in every place of a history where a name or a text can stand. */
export const HOSTILE_HISTORY: History = {
  ...historyOf(
    [
      migration(
        HOSTILE,
        [...created(HOSTILE, HOSTILE), whole('created', 'function', address(HOSTILE, HOSTILE))],
        {
          file: HOSTILE,
          output: HOSTILE,
          touched: [rows(HOSTILE, 2)],
          sent: {
            ...sent(HOSTILE),
            noticeCount: 1,
            notices: [{ severity: HOSTILE, code: HOSTILE, message: HOSTILE }],
            leftSettings: [{ name: HOSTILE, value: HOSTILE }],
          },
          noEffect: { reason: 'not-known', evidence: HOSTILE },
        },
      ),
    ],
    [found('renamed', HOSTILE, HOSTILE)],
  ),
  ignored: [{ file: HOSTILE, reason: HOSTILE }],
  volatile: [{ address: table(HOSTILE), attribute: HOSTILE, cause: HOSTILE }],
}
