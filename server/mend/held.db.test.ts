import { describe, expect, test } from 'vitest'
import { searchPath } from '../baseline/search-path.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { build, workspaceOn } from '../corpus/check-case.ts'
import { summaryOf } from '../corpus/corpus-cases.ts'
import type { ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { testServer } from '../testing/postgres.ts'
import { blocks } from '../../shared/finding.ts'
import { stepsOf } from './acts.ts'
import { readMigration } from './migration-text.ts'
import { remedyFor } from './remedy.ts'

const BOTH = `
  create schema ext; create extension citext schema ext; create domain amount as int;
  create table kinds (id int primary key, name text);
  create table items (id int primary key, kind int, qty int, name ext.citext, note text, paid amount);
  create table whole (id int primary key, k int); create table heir (primary key (id)) inherits (whole);
  create table late (id int);
  create table parts (id int primary key) partition by range (id);
  create table low_parts partition of parts for values from (0) to (100);
  create table uses (id int primary key, part int)`
const OLD = `
  alter table items add constraint positive check (qty > 0);
  comment on constraint positive on items is 'more than none';
  alter table items add constraint other check (name is distinct from 'X');
  alter table kinds add constraint stays check (id > 0);
  alter table items add constraint of_kind foreign key (kind) references kinds;
  create unique index items_name on items (name);
  alter table items alter note set not null;
  alter domain amount add constraint above check (value > 0);
  alter table whole add constraint signed check (k > 0);
  comment on constraint signed on heir is 'inherited';
  alter table late add constraint not_yet check (id > 0) not valid;
  alter table uses add constraint of_part foreign key (part) references parts`
const OLD_ROWS = `
  insert into kinds values (1, 'a'), (2, 'b');
  insert into items values (1, 1, 5, 'a', 'n', 1), (2, 2, 6, 'b', 'm', 2);
  insert into heir values (1, 1); insert into late values (-1);
  insert into parts values (1), (2); insert into uses values (1, 1), (2, 2)`
const REBUILT_ROWS = `
  insert into kinds values (1, 'a');
  insert into items values (1, 1, -5, 'x', null, -1), (2, 2, 6, 'X', 'm', 2), (3, 9, 7, 'x', 'o', 3);
  insert into heir values (1, -1); insert into late values (-1);
  insert into parts values (1); insert into uses values (1, 1), (2, 2)`

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('what the rows of the seed would break comes once they are mended, in the meaning it has', async () => {
    const server = testServer(major)
    const { runId } = server
    const path = `set search_path = public, ext;`
    const scripts = [
      [path, BOTH, OLD_ROWS, OLD],
      [path, BOTH, REBUILT_ROWS],
      [path, BOTH],
    ]
    const databases = await Promise.all(
      scripts.map((statements) => build(server, statements.join(';\n'))),
    )
    try {
      const read = (database: ScratchDatabase | undefined): Promise<Side> =>
        readSide(database?.url as never, { runId, ledger, seed: 'all' })
      const [old, rebuilt] = [await read(databases[0]), await read(databases[1])]
      const compared = async (side: Side) => {
        const { findings } = await compareSides(workspaceOn(server), old, side, {
          ledger,
          seed: 'all',
        })
        return findings.filter(blocks)
      }
      const run = { old, rebuilt, volatileRows: null }
      const { baseline, seedFirst, seedLast, left } = remedyFor(run, await compared(rebuilt))
      expect(left).toEqual([])
      // What no row can break stands where it belongs.
      expect(baseline.map(({ sql }) => sql).join()).toContain('CONSTRAINT "stays"')

      const drafts = [
        'begin',
        `set local search_path = ${searchPath(old.model)}`,
        ...baseline.map(({ sql }) => sql),
        'set local search_path = public',
        ...seedFirst.map(({ sql }) => sql),
        REBUILT_ROWS,
        ...seedLast.map(({ sql }) => sql),
        `do $$ begin assert current_setting('search_path') = 'public'; end $$`,
        'commit',
      ]
      await withConnection(databases[2]?.url as never, { runId }, async (query) => {
        for (const sql of drafts) await query(sql)
        const added = query(`insert into items values (9, 1, 1, 'x', '', 1)`)
        await expect(added).rejects.toThrow('other')
      })
      expect((await compared(await read(databases[2]))).map(summaryOf)).toEqual([])
    } finally {
      await Promise.all(databases.map((database) => database.drop()))
    }
  })
})

const PARENT = "await db.insertInto('kinds').values({ id: 1 }).execute()"
const CHILD = 'await sql`insert into items values (1, 1)`.execute(db)'

describe('a foreign key that only the order of the seed would break', () => {
  const scripts = [
    'create table kinds (id int primary key); create table items (id int primary key, kind int)',
    'alter table items add constraint of_kind foreign key (kind) references kinds',
    'insert into kinds values (1); insert into items values (1, 1)',
  ]

  test('stands in the baseline only where the seed surely puts in first what is referred to', async () => {
    const server = testServer(18)
    const { runId } = server
    const [tables = '', key = '', rows = ''] = scripts
    const databases = [
      await build(server, [tables, rows, key].join(';')),
      await build(server, [tables, rows].join(';')),
    ]
    try {
      const read = ({ url }: ScratchDatabase): Promise<Side> =>
        readSide(url, { runId, ledger, seed: 'all' })
      const [old, rebuilt] = await Promise.all(databases.map(read))
      if (!old || !rebuilt) throw new Error('two were read')
      const { findings } = await compareSides(workspaceOn(server), old, rebuilt, {
        ledger,
        seed: 'all',
      })
      const run = { old, rebuilt, volatileRows: null }
      const placeIn = (...body: string[]): string => {
        const text = `import { sql } from 'kysely'\nexport async function up(db) {\n${body.join('\n')}\n}`
        const seed = readMigration('002_seed.ts', text)
        if ('why' in seed) throw new Error(seed.why)
        const { baseline, seedLast } = remedyFor(run, findings, stepsOf(seed.migration))
        const holds = (statements: readonly { sql: string }[]): boolean =>
          statements.some(({ sql }) => sql.includes('"of_kind"'))
        return `${holds(baseline) ? 'baseline' : ''}${holds(seedLast) ? 'seed' : ''}`
      }
      expect(placeIn(PARENT, CHILD)).toBe('baseline')
      expect(placeIn(CHILD, PARENT)).toBe('seed')
      expect(placeIn(PARENT, CHILD, PARENT)).toBe('seed')
      expect(placeIn(PARENT, CHILD, 'await more(db)')).toBe('seed')
    } finally {
      await Promise.all(databases.map((database) => database.drop()))
    }
  })
})
