import { expect, test } from 'vitest'
import { withConnection } from '../postgres/session.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const SCHEMA = `
  create extension citext;
  create table events (id int generated always as identity, at date not null) partition by range (at);
  create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
  create table plain (id int)`

async function database(major: 15 | 18, more: string): Promise<string> {
  const server = testServer(major)
  const { url } = await testDatabase(server)
  await withConnection(url, server, (query) => query(`${SCHEMA}; ${more}`))
  return url.reveal()
}

interface Told {
  readonly verdict: string
  readonly findings: { class: string; kind: string; address: { names: string[] }; note?: string }[]
  readonly notCompared: string[]
}

async function told(
  old: string,
  rebuilt: string,
  onOld = '',
): Promise<Told & { readonly code: number }> {
  const heard = await hear([
    'compare',
    await database(15, `${onOld}; ${old}`),
    await database(18, rebuilt),
    '--json',
  ])
  return { ...(documentOf(heard) as unknown as Told), code: heard.code }
}

const BY_THEMSELVES = [
  'names of NOT NULL constraints: PostgreSQL 15 against 18 (4 columns)',
  'versions of extensions that come with the server: PostgreSQL 15 against 18 (extension citext 1.6 and 1.8)',
  'identity of columns of partitions, which have that of their table from 17 on, and none before: PostgreSQL 15 against 18 (table column public.events_2024.id)',
]

test('what two majors make differ by themselves is told as what could not be compared', async () => {
  const { code, verdict, findings, notCompared } = await told('', '')
  expect([code, verdict, findings]).toStrictEqual([0, 'equal', []])
  expect(notCompared).toEqual(expect.arrayContaining(BY_THEMSELVES))
})

test('what the migrations make differ stands beside it', async () => {
  const { code, verdict, findings, notCompared } = await told(
    'alter table plain alter id set not null',
    'alter table plain alter id type bigint',
  )
  expect([code, verdict]).toStrictEqual([1, 'different'])
  expect(findings.map(({ kind, address, note }) => [kind, address.names.at(-1), note])).toEqual([
    ['column', 'id', undefined],
  ])
  expect(notCompared).toEqual(expect.arrayContaining(BY_THEMSELVES))
})

test('an extension in a version of its own, or with another member, is a difference', async () => {
  const { findings } = await told(
    'create extension hstore',
    'create extension hstore; create function extra() returns int language sql as $$ select 1 $$; alter extension hstore add function extra()',
    "drop extension citext; create extension citext version '1.4'",
  )
  expect(findings.map(({ kind, address }) => [kind, address.names.at(-1)])).toEqual([
    ['extension', 'citext'],
    ['extension', 'hstore'],
  ])
})

test('MAINTAIN that was granted by name is a difference, not what ALL brings along', async () => {
  const roles = 'create role across_all; create role across_some; grant all on plain to across_all;'
  const { findings, notCompared } = await told(
    `${roles} grant select on plain to across_some`,
    `${roles} grant select, maintain on plain to across_some`,
  )
  expect(findings.map((each) => [each.class, each.address.names, each.kind])).toEqual([
    ['privilege', ['public', 'plain'], 'privilege'],
  ])
  expect(notCompared.join('\n')).toContain('MAINTAIN, which is part of ALL from 17 on')
  expect(notCompared.join('\n')).not.toContain('across_some')
})
