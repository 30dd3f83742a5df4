import { expect, test } from 'vitest'
import { looksServerWide } from './server-wide.ts'

test.each([
  'create role reader',
  '  CREATE USER reader',
  '-- who reads\nalter role reader login',
  '/* gone */ drop group readers',
  'create table t (id int); create role reader',
  'grant readers to writer',
  'revoke admin option for readers from writer',
  "create tablespace fast location '/x'",
  "alter system set work_mem = '1MB'",
  'create database other',
  'do $$ begin if true then create role reader; end if; end $$',
  'create function f() returns void language sql as $$ $$; create role leaked',
  "alter database shop set timezone to 'UTC'",
  'grant connect on database shop to reader',
  'revoke all on database "shop" from public',
  "comment on database shop is 'x'",
  "comment on role reader is 'x'",
  "security label for selinux on role reader is 'x'",
  'drop owned by reader',
  'reassign owned by reader to writer',
  'grant set on parameter work_mem to reader',
  'alter role reader in database shop set work_mem = 4096',
  "do $do$ begin execute 'create role reader'; end $do$",
  "do $$ begin execute format('grant %I to %I', 'a', 'b'); end $$",
])('the whole server is changed by: %s', (statement) => {
  expect(looksServerWide(statement)).toBe(true)
})

test.each([
  'create table role (id int)',
  'create index concurrently on users (id)',
  'create user mapping for current_user server s',
  'grant select on notes to reader',
  'grant select on notes to reader; grant insert on notes to reader',
  'alter default privileges grant select on tables to reader',
  'revoke all on schema public from public',
  'alter table t alter column role drop not null',
  "do $$ begin execute format('alter database %I set search_path = app', current_database()); end $$",
  "do $$ begin execute 'comment on database ' || quote_ident(current_database()) || ' is null'; end $$",
  "insert into permissions (name) values ('Create user'), ('Drop role')",
  "insert into notes values ('first;\ncreate role\ndrop database')",
  "do $$ begin insert into permissions values ('create role'); end $$",
  'create function make() returns void language sql as $$ create role reader $$',
  "comment on table t is 'who may create role and grant readers'",
])('only its database is changed by: %s', (statement) => {
  expect(looksServerWide(statement)).toBe(false)
})
