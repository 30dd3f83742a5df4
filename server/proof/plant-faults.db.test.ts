import { expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import type { Planted } from '../../shared/planted.ts'

const SCHEMA = `
  create type mood as enum ('calm', 'wild');
  create domain title as varchar(40) check (value <> '');
  create table artists (id bigint generated always as identity primary key, name title not null, mood mood default 'calm');
  create table works (id integer primary key, artist bigint not null references artists on delete cascade,
    kind text default 'print', price numeric(8, 2) check (price > 0), at timestamptz, unique (artist, kind));
  create index works_at_idx on works (at desc) where price > 3;
  create view cheap as select id, kind from works where price < 5;
  create function stamped() returns trigger language plpgsql as $$ begin new.at = now(); return new; end $$;
  create trigger stamp before insert on works for each row execute function stamped();
  alter table works enable row level security;
  create policy seen on works using (price > 1) with check (price > 2);
  create sequence numbers;
  comment on table works is 'what is made';
  create table tags (name text, weight numeric(3, 1)); -- no key
  create table links (a integer, b uuid default gen_random_uuid(), primary key (a, b));
  create table sums (id uuid primary key default gen_random_uuid(), kind mood not null unique, total integer check (total = 3));
  create table parts (of uuid references sums on delete cascade, place integer, primary key (of, place));
  insert into artists (name, mood) values ('Ada', 'calm'), ('Bea', 'wild');
  insert into works (id, artist, kind, price) values (1, 1, 'print', 4.5);
  insert into tags values ('red', 1.5), ('red', 1.5);
  insert into links (a) values (1), (1);
  insert into sums (kind, total) values ('calm', 3);
  insert into parts select id, 1 from sums;
  grant select, insert on works to public;
  create statistics works_both on artist, kind from works;
  create table papers (pages integer default 1);
  create table frames (width integer, twice integer generated always as (width * 2) stored, wide text generated always as ('w' || 'x') stored);
  create table prints (pages integer default 2) inherits (papers);
  create publication news for table papers with (publish = 'insert');
  create foreign data wrapper far;
  create server afar foreign data wrapper far;
  create foreign table away (pages integer) server afar;
  create type grams;
  create function grams_in(cstring) returns grams language internal immutable strict as 'int4in';
  create function grams_out(grams) returns cstring language internal immutable strict as 'int4out';
  create type grams (input = grams_in, output = grams_out, like = integer);
  do $$ declare here text := quote_ident(current_database()); begin
    execute 'alter database ' || here || ' set work_mem = ''4MB''';
    execute 'alter role current_user in database ' || here || ' set app.name = ''studio''';
    execute 'revoke temporary on database ' || here || ' from public';
  end $$`

test(
  'a fault for each object of a schema is planted, and each is caught and nothing else found',
  { timeout: 240_000 },
  async () => {
    const folder = projectFolder({
      'migrations/001_all.ts': migration(`await run(${JSON.stringify(SCHEMA)})`),
    })
    const baseline = `${folder}/baseline`
    await hear(['generate', '--migrations', `${folder}/migrations`, '--out', baseline])
    const told = await hear([
      'verify',
      '--migrations',
      `${folder}/migrations`,
      '--baseline',
      baseline,
      '--plant-faults',
      '--json',
    ])
    expect(told.code).toBe(0)
    const { planted } = documentOf(told) as { planted: Planted }
    expect([planted.escaped, planted.strange]).toEqual([[], []])
    expect(planted.caught).toBe(planted.planted)
    expect(planted.caught).toBeGreaterThan(planted.objects)
    const counts = (planted.caughtOf ?? []).flatMap(({ changes }) =>
      changes.map(({ faults }) => faults),
    )
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(planted.caught)
    expect(planted.caughtOf?.find(({ kind }) => kind === 'trigger')).toMatchObject({
      changes: expect.arrayContaining([{ change: 'dropped', faults: 1 }]),
    })
    const [less, other, more] = ['one row less', 'one value changed', 'one row more'].map(
      (change) =>
        planted.spared.filter((fault) => fault.change === change).map(({ object }) => object),
    )
    expect([less, other, more]).toEqual([[], [], ['table public.sums']])
    const refused = planted.spared.map(({ object, change }) => `${object}: ${change}`)
    expect(refused).not.toContain('foreign table column public.away.pages: type')
    expect(refused).not.toContain('default value public.papers.pages: dropped')
    expect(
      refused.filter((line) => /frames\.(?:twice|wide): (?:type|collation)/.test(line)),
    ).toEqual([])
    expect(planted.behaviour).toMatchObject({ differing: [], accepted: [], untried: [] })
    expect(planted.behaviour).toHaveProperty('refused', 22)
  },
)

test(
  'a baseline that lost a CHECK is told by the row that it takes, and a live database is not written to',
  { timeout: 240_000 },
  async () => {
    const folder = projectFolder({
      'migrations/001_all.ts': migration(
        'await run("create table works (id integer primary key, price numeric check (price > 0))")',
      ),
      'baseline/001_baseline.ts': migration(
        'await run("create table works (id integer primary key, price numeric)")',
      ),
    })
    const baseline = ['--baseline', `${folder}/baseline`, '--plant-faults', '--json']
    const told = await hear(['verify', '--migrations', `${folder}/migrations`, ...baseline])
    expect(told.code).toBe(1)
    const { planted } = documentOf(told) as { planted: Planted }
    expect(planted.behaviour).toMatchObject({
      constraints: 3,
      refused: 2,
      differing: [
        {
          object: 'table constraint public.works.works_price_check',
          detail: 'refused (23514)',
          rebuilt: 'accepted',
        },
      ],
    })
    const { url } = await testDatabase(testServer(18))
    const live = await hear(['verify', '--database', url.reveal(), ...baseline])
    expect((documentOf(live) as { planted: Planted }).planted.behaviour).toEqual({
      why: expect.stringContaining('old is a live database, which is only read'),
    })
  },
)
