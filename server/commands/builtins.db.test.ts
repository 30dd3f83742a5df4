import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const CHANGES = `comment on function pg_catalog.upper(text) is 'hello'; alter function pg_catalog.lower(text) cost 77;
  create or replace view pg_catalog.pg_group as select rolname as groname, oid as grosysid,
    array(select member from pg_auth_members where roleid = oid) as grolist from pg_authid where not rolcanlogin and true;
  comment on type pg_catalog.int4 is 'x'`
const NAMES = ['pg_catalog.lower', 'pg_catalog.pg_group', 'pg_catalog.upper', 'pg_catalog.int4']

const migrations = (sql: string): string =>
  join(
    projectFolder({
      'package.json': '{ "type": "module" }',
      'migrations/001.ts': migration(`await run(${JSON.stringify(sql)})`),
    }),
    'migrations',
  )

describe.each([15, 18] as const)(
  "what is changed of Postgres's own objects on PostgreSQL %i",
  (major) => {
    const server = testServer(major)
    const database = async (sql: string): Promise<string> => {
      const { url } = await testDatabase(server)
      await withConnection(url, server, (query) => query(sql))
      return url.reveal()
    }
    const compared = async (
      old: string,
      rebuilt: string,
    ): Promise<readonly [number, string[], unknown]> => {
      const words = [
        'compare',
        old,
        rebuilt,
        '--server',
        server.url.reveal(),
        '--json',
        '--seed',
        'all',
      ]
      const told = await hear(words)
      const { findings, notCompared } = documentOf(told) as {
        findings: { class: string; address: { type: string; names: string[] } }[]
        notCompared: string[]
      }
      const named = findings.map((each) => `${each.class} ${each.address.names.join('.')}`)
      return [told.code, named.sort(), notCompared]
    }
    const table = 'create table a (x int)'
    const unmodeled = NAMES.map((name) => `unmodeled ${name}`).sort()

    test('is a finding between two databases, and between two folders', async () => {
      const [plain, changed, same] = [
        await database(table),
        await database(`${table}; ${CHANGES}`),
        await database(`${table}; ${CHANGES}`),
      ]
      const expected = unmodeled.map((line) => (line.endsWith('int4') ? 'unmodeled integer' : line))
      const found = await compared(changed, plain)
      expect([found[0], found[1].length, found[2]]).toStrictEqual([1, expected.length, []])
      expect(found[1].join()).toContain('pg_catalog.lower')
      expect(await compared(changed, same)).toStrictEqual([0, [], []])
      expect(
        await compared(changed, await database(`${table}; ${CHANGES.replace('77', '78')}`)),
      ).toStrictEqual([1, ['unmodeled pg_catalog.lower'], []])
      const folders = await compared(migrations(`${table}; ${CHANGES}`), migrations(table))
      expect([folders[0], folders[1].length]).toStrictEqual([1, expected.length])
    })

    test('is named beside a live database, and granting is none', async () => {
      const live = await database(`${table}; ${CHANGES}`)
      const [code, found, notes] = await compared(live, migrations(table))
      expect([code, found, notes]).toStrictEqual([
        0,
        [],
        [expect.stringMatching(/^Postgres's own objects that were changed on one side: .*lower/)],
      ])
      const granted = await compared(
        await database(`${table}; revoke execute on function pg_catalog.md5(text) from public`),
        await database(table),
      )
      expect(granted[1]).toStrictEqual(['privilege pg_catalog.md5'])
    })

    test('upkeep of the catalogs changes nothing', async () => {
      const kept = await database(table)
      for (const sql of [
        'vacuum full pg_catalog.pg_proc',
        'vacuum full pg_catalog.pg_description',
        'vacuum (freeze, analyze)',
        'reindex table pg_catalog.pg_type',
      ])
        await withConnection(new DatabaseUrl(kept), server, (query) => query(sql))
      expect(await compared(kept, await database(table))).toStrictEqual([0, [], []])
    })
  },
)
