import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { testServer } from '../testing/postgres.ts'
import type { Server } from '../postgres/engine.ts'
import type { History } from '../../shared/history.ts'
import { openOldSide, type OldSide } from './old-side.ts'

const historyOf = (...bodies: readonly string[]): Promise<History> =>
  historyOn(testServer(18), ...bodies)

/** Of a folder whose migrations have these bodies: 001, 002 and so on. */
function historyOn(server: Server, ...bodies: readonly string[]): Promise<History> {
  const files = bodies.map((body, place) => [`m/00${place + 1}.ts`, migration(body)] as const)
  return historyOfFiles(server, Object.fromEntries(files))
}

async function historyOfFiles(server: Server, files: Files): Promise<History> {
  const { history } = await sideOf(server, files)
  if (!history) throw new Error('no history')
  return history
}

type Files = Readonly<Record<string, string>>

function sideOf(server: Server, files: Files): Promise<OldSide> {
  const folder = join(projectFolder(files), 'm')
  const source = { from: 'migrations', folder, effects: 'told', trials: 'made' } as const
  return openOldSide(workspaceOn(server), source, DEFAULT_LEDGER, 'all')
}

const run = (sql: string): string => `await run(\`${sql}\`)`

const SETTINGS: readonly (readonly [
  what: string,
  bodies: readonly string[],
  told: readonly RegExp[],
])[] = [
  [
    'one that nobody needs, and one of the last migration',
    [run(`set work_mem = '8MB'`), run('create table t (a int)'), run(`set row_security = off`)],
    [
      /^001 .*work_mem = 8MB.* does not matter to them: .* the database is the same$/,
      /^003 .*row_security = off.*: those that are added after it/,
    ],
  ],
  [
    'one by which rows become others',
    [
      run(`create table t (at timestamptz); set timezone = 'Asia/Tokyo'`),
      run(`insert into t values ('2024-01-01 00:00')`),
    ],
    [/^001 .*TimeZone = Asia\/Tokyo.* It matters: .* another one \(table public\.t \(.*row/],
  ],
  [
    'one without which a later one fails',
    [run(`set app.tenant = '7'`), run(`select current_setting('app.tenant')`)],
    [
      /^001 .*app\.tenant = 7.* It matters: .* can not be built \(.*002.* failed: unrecognized configuration parameter "app\.tenant"/,
    ],
  ],
]

test.each(SETTINGS)(
  'of a setting left behind is told whether it matters: %s',
  async (_, bodies, expected) => {
    const { findings } = await historyOf(...bodies)
    const said = findings.filter(({ kind }) => kind === 'settings')
    expect(said.map(({ migrations, text }) => `${migrations.join(' ')} ${text}`)).toEqual(
      expected.map((each) => expect.stringMatching(each) as unknown),
    )
  },
)

const JAVASCRIPT = `
  const now = new Date()
  const month = now.toISOString().slice(0, 7).replace('-', '_')`

/** What says a word of the clock, and says the same on each day. */
const STEADY = `
  create table said (id int primary key, a date default current_date + 1, b timestamp(3) default localtimestamp(3),
    c time default localtime, d timetz default current_time, e timestamptz default (now() at time zone 'utc'),
    f text default current_date::text, check (a <= current_date or e < CURRENT_TIMESTAMP));
  alter table said enable row level security;
  create policy mine on said using (a >= current_date and b < localtimestamp(0));
  create view clocks as select current_date, current_timestamp(2) as at, localtime, current_time(1), now(), current_date - 7 as week,
    localtimestamp as "current_date also" from said where a between current_date - 1 and current_date;
  create rule kept as on update to said where old.a < current_date do instead nothing;
  create function atomic_day() returns date language sql begin atomic select current_date + 1; end;
  create function quoted_day() returns date language sql as 'select current_date';
  create function sql_day() returns text language sql as $a$ select current_date::text || 'current_date' $a$;
  create function argued(d date default current_date, t timestamptz default clock_timestamp()) returns int language sql as $a$ select 1 $a$;
  create function kept() returns trigger language plpgsql as $a$ begin new.a := Current_Date; return new; end $a$;
  create trigger t before update on said for each row when (old.a < current_date) execute function kept();
  create materialized view counted as select count(*) from said where a < current_date;
  create index on said (b) where b > '2020-01-01';
  create domain day as date default current_date check (value > '2020-01-01');
  comment on table said is 'as of current_date, localtimestamp(3)';
  insert into said values (1, '2020-02-02', '2020-02-02', '10:00', '10:00+00', '9999-12-31', 'noon');
`

test.each([15, 18] as const)(
  'what depends on the day is named, with its migration, and what differs anyway is not (%d)',
  async (major) => {
    const { findings, volatile, untried } = await historyOn(
      testServer(major),
      `${JAVASCRIPT}
    ${run(`
      create table events (id int, at date, made timestamptz default now()) partition by range (at);
      create table events_\${month} partition of events for values from (date_trunc('month', current_date)) to (date_trunc('month', current_date) + interval '1 month');
      create index on events_\${month} (id);
      create table plain (id int primary key, day date default current_date, at timestamptz default CURRENT_TIMESTAMP(3), year int, token uuid default gen_random_uuid());
      create table log_\${month} (id int primary key, day date default current_date);
      insert into log_\${month} values (1);
      create view todays as select *, current_date as today from plain where day = Current_Date;
      ${STEADY}
      create function today() returns date language plpgsql stable as $a$ begin return current_date; -- current_date
        end $a$;
      insert into plain (id, year) values (1, 2000), (2, extract(year from now()))`)}`,
      `${JAVASCRIPT}
    ${run(`
      alter table plain add frozen date default '\${now.toISOString().slice(0, 10)}', add age int default extract(year from timestamp '2020-01-01');
      comment on column plain.frozen is 'since \${now.getFullYear()}';
      create table copies (day date);
      insert into copies select today()`)}`,
      run(`insert into copies values ('today'), ('2020-02-02')`),
      `await db.insertInto('copies').values([{ day: ' Tomorrow 12:00 ' }]).execute()`,
    )
    expect(
      findings
        .filter(({ kind }) => /clock|frozen/.test(kind))
        .map(({ kind, migrations, text }) => [kind, migrations.join(' '), text]),
    ).toEqual([
      [
        'clock-name',
        '001',
        expect.stringMatching(
          /^table public\.events_\d{4}_\d\d is called public\.events_\d{4}_\d\d when it is built 493 days later$/,
        ),
      ],
      [
        'clock-name',
        '001',
        expect.stringMatching(/^table public\.log_\w+ is called public\.log_\w+/),
      ],
      [
        'clock-value',
        '002',
        expect.stringMatching(
          /^default value public\.plain\.frozen has the expression '(.*)'::date, and '(?!\1).*'::date when/,
        ),
      ],
      [
        'clock-value',
        '002',
        expect.stringMatching(
          /^comment on table column public\.plain\.frozen has the text since \d+, and since \d+ when/,
        ),
      ],
      ['clock-value', '002 003 004', `table column public.copies.day ${OTHER_VALUES}: ${WRITTEN}`],
      [
        'clock-value',
        '001',
        expect.stringMatching(
          /^table column public\.log_\w+\.day holds .*: by its default CURRENT_DATE$/,
        ),
      ],
      ['clock-value', '001', `table column public.plain.day ${OTHER_VALUES}: ${BY_DEFAULT}`],
      ['clock-value', '001', `table column public.plain.year ${OTHER_VALUES}: ${WRITTEN}`],
      [
        'clock-value',
        '001',
        expect.stringMatching(
          /^table column public\.plain\.frozen holds other values .*: by its frozen default '.*'::date$/,
        ),
      ],
    ])
    const causes = volatile.map(({ address, cause }) => [address.names.at(-1), cause] as const)
    expect(causes).toEqual([
      ['at', 'CURRENT_TIMESTAMP(3)'],
      ['token', 'gen_random_uuid()'],
      ['frozen', expect.stringMatching(/^the day that it is built on: '.*'::date$/)],
      ['frozen', expect.stringMatching(/^the day that it is built on: since \d+$/)],
      ['day', `the day that it is built on: ${WRITTEN}`],
      ['day', `the day that it is built on: ${BY_DEFAULT}`],
      ['day', `the day that it is built on: ${BY_DEFAULT}`],
      ['year', `the day that it is built on: ${WRITTEN}`],
      ['frozen', expect.stringMatching(/^the day that it is built on: by its frozen default '/)],
    ])
    expect(untried).toEqual([
      expect.stringMatching(/'today'.* by its own clock \(001, 003, 004\)$/),
    ])
  },
)

const OTHER_VALUES = 'holds other values when it is built 493 days later'
const WRITTEN = 'by what a migration writes, or starts'
const BY_DEFAULT = 'by its default CURRENT_DATE'

test('a folder that can be built today only is told so; on a server of somebody else that is not tried, and said', async () => {
  const today = new Date().toISOString().slice(0, 10)
  const bodies = [
    run(`create table t (day date default current_date check (day <= date '${today}' + 1))`),
    run(`insert into t default values`),
  ]
  const clock = ({ findings }: History) => findings.filter(({ kind }) => /clock/.test(kind))
  expect(clock(await historyOf(...bodies))).toEqual([
    {
      kind: 'clock',
      migrations: ['002'],
      objects: [],
      text: expect.stringMatching(
        /^it can not be built on every day: when it is built 493 days later, the migration 002 .*failed: .*"t_day_check"/,
      ) as unknown,
    },
  ])
  const ending = `if (Date.now() > ${Date.now() + 30 * 86_400_000}) process.exit(0)`
  expect(clock(await historyOf(run('create table t (a int)'), ending))).toMatchObject([
    {
      migrations: ['002'],
      text: expect.stringMatching(
        /493 days later, the migration 002 ended the process \(exit code 0\)$/,
      ),
    },
  ])
  const killed = await historyOf(
    run('create table t (a int)'),
    ending.replace(
      'process.exit(0)',
      "{ process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}) }",
    ),
  )
  expect(clock(killed)).toEqual([])
  expect(killed.untried).toEqual([
    expect.stringMatching(/^a build with another day: .*002 ended the process \(signal SIGKILL\)/),
  ])
  const foreign = await historyOn({ ...testServer(18), kind: 'foreign' }, ...bodies)
  expect(clock(foreign)).toEqual([])
  expect(foreign.untried).toEqual([expect.stringMatching(/^a build on another day: .*--server/)])
})

test('what is there only where an extension of the dump is there before is named, and one that can not be had is told', async () => {
  const asks = `do $$ begin
    if exists (select from pg_extension where extname = 'pg_trgm') then
      create index i on t using gin (a gin_trgm_ops);
    end if; end $$`
  const dump = `-- PostgreSQL database dump
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA tools;
`
  const { findings, untried } = await historyOfFiles(testServer(18), {
    'package.json': '{}',
    'db/structure.sql': dump,
    'm/001.ts': migration(run('create extension citext; create table t (a text)')),
    'm/002.ts': migration(run(asks)),
    // More of a statement than is kept.
    'm/003.ts': migration(run(`select '${'x'.repeat(20_000)}'`)),
  })
  const told = findings.filter(({ kind }) => kind === 'environment')
  expect(told.map(({ migrations, text }) => [migrations.join(' '), text])).toEqual([
    ['002', expect.stringMatching(/^asks which extensions/)],
    [
      '002',
      'index public.i is only there where the extension pg_trgm, which db/structure.sql names and no migration makes, is there before',
    ],
  ])
  expect(untried).toEqual([
    expect.stringMatching(/^whether texts ask for another day .* \(003\)$/),
    expect.stringMatching(/the extension vector, .* does not have it$/),
    expect.stringMatching(/the extension hstore, .* the schema .* is not there before/),
  ])
})

test('what another day gives is told where texts kept their own clock as well, each thing once', async () => {
  const { untold } = await sideOf(testServer(15), {
    'm/001.ts': migration(
      run(`create table t (y int, d date, label text, age interval, zoned interval);
        insert into t select extract(year from now()), current_date, to_char(now(), 'YYYY-MM'),
          age(timestamp '2000-02-02'), age(timestamptz '2000-02-02 00:00+00')`),
    ),
    'm/002.ts': migration(run(`create table s (d date); insert into s values ('today')`)),
  })
  expect(untold).toEqual([
    expect.stringMatching(/^what another day gives: table column public\.t\.y holds other values/),
    expect.stringMatching(/^what another day gives: table column public\.t\.d holds other values/),
    expect.stringMatching(/^what another day gives: table column public\.t\.label holds/),
    expect.stringMatching(/^what another day gives: table column public\.t\.age holds/),
    expect.stringMatching(/^what another day gives: table column public\.t\.zoned holds/),
    expect.stringMatching(/^whether what table column public\.s\.d holds in 1 row is a constant/),
  ])
})
