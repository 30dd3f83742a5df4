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

test('what two majors make differ by themselves is told as that, and still differs', async () => {
  const [old, rebuilt] = [
    await database(15, 'alter table plain alter id set not null'),
    await database(18, 'alter table plain alter id type bigint'),
  ]
  const told = await hear(['compare', old, rebuilt, '--json'])
  const { verdict, findings } = documentOf(told) as {
    verdict: string
    findings: { kind: string; address: { names: string[] }; note?: string }[]
  }
  const why = (cause: string): string =>
    `${cause}: PostgreSQL 15 and 18 differ here, not the migrations; build both sides on one major to compare without it`
  expect([told.code, verdict]).toStrictEqual([1, 'different'])
  expect(findings.map(({ kind, address, note }) => [kind, address.names.at(-1), note])).toEqual([
    ['extension', 'citext', why('each server installs the version that comes with it')],
    ['column', 'id', why('a partition has the identity of its table from 17 on, and none before')],
    ['column', 'id', undefined],
  ])
})
