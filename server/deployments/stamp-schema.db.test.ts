import { describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { newRunId } from '../postgres/run-id.ts'
import { readSide } from '../proof/read-side.ts'
import { deployment, rowsOf, type Deployment } from '../testing/deployment.ts'
import { testServer } from '../testing/postgres.ts'
import type { Model } from '../../shared/model.ts'
import { expectedOf } from './expected-schema.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { stampBlock, stampSql } from './stamp-sql.ts'
import { runStamp, type StampResult } from './stamp.ts'
import { unstampBlock } from './unstamp-sql.ts'

const ARCHIVED = ['001_all']
const NAME = `o'dd "näme"\n😀 $schema$ :x %s`
const QUOTED = `"${NAME.replaceAll('"', '""')}"`

const SCHEMA = `
  create schema app;
  create type app.mood as enum ('good', 'b''ad');
  create domain app.code as text check (value ~ '^\\d+$');
  create table app.people (id bigserial primary key, email varchar(30) not null unique, mood app.mood default 'good',
    at timestamptz default now(), code app.code, age int check (age in (1, 2, 3)));
  create table app.${QUOTED} (${QUOTED} text default ${`'${NAME.replaceAll("'", "''")}'`});
  create table public.works (id int generated always as identity, person bigint references app.people on delete cascade);
  create index works_person on public.works (person) where person > 0;
  create function app.touch() returns trigger language plpgsql as $f$ begin new.at := now(); return new; end $f$;
  create trigger touch before update on app.people for each row execute function app.touch();
  create view app.happy as select id, email from app.people where mood in ('good', 'b''ad');
  alter table app.people enable row level security;
  create policy own on app.people for select to public using (id > 0)`

/** What a server may have made otherwise, and no migration makes. */
const UNLIKE = `
  create extension if not exists pg_stat_statements;
  create schema monitoring;
  create table monitoring.samples (a int primary key, b text default 'x');
  create view monitoring.sizes as select count(*) from app.people;
  create function monitoring.f() returns int language sql return 1;
  comment on table app.people is 'theirs';
  grant usage on schema app to reader_of; grant select on all tables in schema app, public to reader_of;
  alter default privileges in schema app grant select on tables to reader_of;
  alter table public.works owner to reader_of;
  alter table app.people drop age; alter table app.people add age int check (age in (1, 2, 3));
  create publication everything for all tables`

const modelOf = ({ url }: Deployment): Promise<Model> =>
  readSide(url, { runId: newRunId(), ledger: DEFAULT_LEDGER, seed: 'none' }).then(
    ({ model }) => model,
  )

const planOf = (old: Model, rebuilt = old, volatile: readonly string[] = []): StampPlan => ({
  ledger: DEFAULT_LEDGER,
  archived: ARCHIVED,
  later: [],
  marked: ['001_baseline'],
  schema: [{ laterRun: [], variants: expectedOf({ old, rebuilt, volatile: new Set(volatile) }) }],
})

const stamp = ({ url }: Deployment, plan: StampPlan): Promise<StampResult> =>
  runStamp(url, stampBlock(plan))

describe.each([15, 18] as const)('on Postgres %i', (major) => {
  const server = testServer(major)

  test('roles, grants, owners, comments, order and a schema of others are ignored and listed', async () => {
    const on = await deployment(server, rowsOf(ARCHIVED), SCHEMA)
    const plan = planOf(await modelOf(on))
    expect(stampSql(plan)).toMatch(/^[\n -~]*$/)
    await on.query(`create role reader_of; ${UNLIKE}`)
    const result = await stamp(on, plan)
    expect(result).toMatchObject({
      did: 'stamped',
      ignored: [
        'extension pg_stat_statements',
        'function monitoring.f',
        'publication everything',
        'schema monitoring',
        'table monitoring.samples',
        'view monitoring.sizes',
        'privileges of reader_of',
      ],
    })
    expect(await runStamp(on.url, unstampBlock(plan))).toEqual({ did: 'unstamped' })
    await on.query('drop owned by reader_of; drop role reader_of')
  })

  test('whatever differs in a schema of the project is refused and named, and nothing is changed', async () => {
    const on = await deployment(server, rowsOf(ARCHIVED), SCHEMA)
    const plan = planOf(await modelOf(on))
    const cases: readonly (readonly [string, string, string])[] = [
      [
        'alter table app.people add extra int',
        'alter table app.people drop extra',
        'added: table column app.people.extra',
      ],
      [
        'alter table app.people alter age type bigint',
        'alter table app.people alter age type int',
        '',
      ],
      [
        'create table public.more (a int primary key)',
        'drop table public.more',
        'added: table public.more',
      ],
      ['create index more on app.people (at)', 'drop index app.more', 'added: index app.more'],
      [
        'alter table app.people add constraint more check (id > 0)',
        'alter table app.people drop constraint more',
        'added: table constraint app.people.more',
      ],
      [
        'create trigger more before insert on app.people for each row execute function app.touch()',
        'drop trigger more on app.people',
        'added: trigger app.people.more',
      ],
      [
        'alter table app.people disable trigger touch',
        'alter table app.people enable trigger touch',
        'different: trigger app.people.touch',
      ],
      [
        'drop index public.works_person',
        'create index works_person on public.works (person) where person > 0',
        'missing: index public.works_person',
      ],
      [
        'alter table public.works disable trigger all',
        'alter table public.works enable trigger all',
        '',
      ],
      [
        'alter policy own on app.people using (id > 1)',
        'alter policy own on app.people using (id > 0)',
        'different: policy app.people.own',
      ],
      [
        `alter table app.${QUOTED} alter ${QUOTED} set default 'x'`,
        `alter table app.${QUOTED} alter ${QUOTED} set default ${`'${NAME.replaceAll("'", "''")}'`}`,
        `different: default value app.${NAME}.${NAME}`,
      ],
      [
        'create or replace view app.happy as select id, email from app.people',
        `create or replace view app.happy as select id, email from app.people where mood in ('good', 'b''ad')`,
        'different: view app.happy',
      ],
      ['create type app.more as (a int)', 'drop type app.more', 'added: type app.more'],
    ]
    for (const [sql, back, what] of cases) {
      await on.query(sql)
      const before = await on.all()
      const result = await stamp(on, plan)
      if (what !== '') {
        expect([sql, result]).toMatchObject([sql, { did: 'refused', why: 'schema', detail: what }])
        expect(await on.all()).toEqual(before)
      } else {
        expect([sql, result]).toMatchObject([sql, { did: 'refused', why: 'schema' }])
      }
      await on.query(back)
    }
    expect(await stamp(on, plan)).toMatchObject({ did: 'stamped', ignored: [] })
  })
})

test('either printed form is accepted, a frozen value by its presence, and another major is refused', async () => {
  const on = await deployment(testServer(18), rowsOf(ARCHIVED), SCHEMA)
  const old = await modelOf(on)
  const plan = planOf(old)
  // As a dump brings it back.
  const printed = `alter table app.people drop constraint people_age_check;
    alter table app.people add constraint people_age_check check (age = any (array[1, 2, 3]) and true)`
  await on.query(printed)
  expect(await stamp(on, plan)).toMatchObject({
    detail: 'different: table constraint app.people.people_age_check',
  })
  const both = planOf(old, await modelOf(on))
  await on.query(`alter table app.people alter at set default '2024-01-01'`)
  expect(await stamp(on, both)).toMatchObject({ detail: 'different: default value app.people.at' })
  const key = [...old.objects.keys()].find((each) => /default value.*"at"/.test(each)) ?? ''
  const loose = planOf(old, await modelOf(on), [key])
  await on.query(`alter table app.people alter at drop default`)
  expect(await stamp(on, loose)).toMatchObject({ detail: 'missing: default value app.people.at' })
  await on.query(`alter table app.people alter at set default '2025-01-01'`)
  const others = {
    ...loose,
    schema: loose.schema.map((each) => ({
      ...each,
      variants: each.variants.map((variant) => ({ ...variant, major: 15 })),
    })),
  }
  expect(await stamp(on, others)).toMatchObject({ why: 'major' })
  expect(await stamp(on, loose)).toMatchObject({ did: 'stamped' })
})
