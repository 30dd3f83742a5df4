import { describe, expect, test } from 'vitest'
import { compare } from '../compare/compare.ts'
import { buildData } from '../testing/built-data.ts'
import { seedStatements } from './seed.ts'

const TABLES = `
  create domain amount as int; create type pair as (a amount[], b text); create domain nested as pair;
  create table target (id int primary key);
  create table orders (id int primary key, qty int, target int, held nested, note text);
  create table base (id int); create table derived () inherits (base); create table leaf () inherits (derived);
  create table parts (id int, k int) partition by list (k); create table part partition of parts for values in (1);
  create table empty (id int);
  create schema ext; create extension citext schema ext; create table labels (name ext.citext)`

const ROWS = `
  insert into target values (1);
  insert into orders values (1, -1, 99, row('{-5}', 'x'), null), (2, 1, 1, null, 'kept');
  insert into derived values (-1); insert into leaf values (-2); insert into base values (-3);
  insert into parts values (-1, 1); insert into labels values ('x')`

const CONSTRAINTS = `
  set search_path = public, ext;
  alter table labels add constraint other check (name is distinct from 'X') not valid;
  alter table orders add constraint positive check (qty > 0) not valid;
  comment on constraint positive on orders is 'not the old ones';
  alter table orders add constraint known foreign key (target) references target on delete cascade
    deferrable initially deferred not valid;
  alter domain amount add constraint above check (value > 0) not valid;
  comment on constraint above on domain amount is 'nor these';
  alter table derived add constraint sign check (id > 0) not valid;
  alter table base add constraint sign check (id > 0) not valid;
  comment on constraint sign on leaf is 'inherited';
  alter table parts add constraint part_sign check (id > 0) not valid;
  alter table empty add constraint none check (id > 0) not valid`

/** Each function reads what comes after its reader by name, or the reader itself. */
const READING = `
  set check_function_bodies = off;
  create table z_kinds (kind text primary key); create table z_rates (rate int); create table z_shades (name text);
  create function known(text) returns boolean stable language sql as 'select exists (select from public.z_kinds where kind = $1)';
  create function priced(int) returns int immutable language plpgsql as 'begin return (select max(rate) + $1 from public.z_rates); end';
  create function parent_known(int) returns boolean stable language sql as
    'select $1 is null or exists (select from public.a_tree where id = $1)';
  create function shaded(text) returns boolean stable language sql as 'select public.shades() @> array[$1]';
  create function shades() returns text[] stable language sql as 'select array_agg(name) from public."z_shades"';
  create domain shade as text constraint known_shade check (shaded(value));
  create table a_works (kind text constraint known_kind check (known(kind)), shade shade);
  create table a_prices (n int, price int generated always as (priced(n)) stored);
  create table a_tree (id int primary key, parent int constraint known_parent check (parent_known(parent)))`

const ROWS_READ = `
  insert into z_kinds values ('oil'); insert into z_rates values (5); insert into z_shades values ('red');
  insert into a_works values ('oil', 'red'); insert into a_prices (n) values (1);
  insert into a_tree values (1, null); insert into a_tree values (2, 1)`

const NOT_NULL = `
  alter table orders add constraint noted not null note not valid;
  comment on constraint noted on orders is 'new ones only'`

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  const constraints = major < 18 ? CONSTRAINTS : `${CONSTRAINTS};${NOT_NULL}`

  test('rows that break a NOT VALID constraint come back, and so does the constraint', async () => {
    const old = await buildData(major, TABLES, ROWS, constraints)
    const statements = seedStatements(old.data, null, old.model).map(({ sql }) => sql)
    const rebuilt = await buildData(
      major,
      TABLES,
      `${constraints}; reset search_path`,
      ['begin', ...statements, 'alter table orders add column later int', 'rollback'].join(';\n'),
      ['begin', ...statements, 'commit'].join(';\n'),
    )
    expect(rebuilt.data).toStrictEqual(old.data)
    expect(compare(old.model, rebuilt.model).deltas).toStrictEqual([])
    expect(statements.join()).not.toContain('"empty"')
  })

  test('rows are checked and computed by functions that read others once those are there', async () => {
    const old = await buildData(major, READING, ROWS_READ)
    const statements = seedStatements(old.data, null, old.model).map(({ sql }) => sql)
    const run = ['begin', ...statements, 'commit'].join(';\n')
    const rebuilt = await buildData(major, READING, run)
    expect(rebuilt.data).toStrictEqual(old.data)
    expect(compare(old.model, rebuilt.model).deltas).toStrictEqual([])
    expect(statements.filter((sql) => sql.includes('DROP CONSTRAINT'))).toStrictEqual([
      'ALTER DOMAIN public.shade DROP CONSTRAINT "known_shade"',
      'ALTER TABLE "public"."a_tree" DROP CONSTRAINT "known_parent"',
    ])
  })
})
