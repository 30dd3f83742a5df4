import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { compare } from '../compare/compare.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const runId = 'members'

/** Extensions as they come, and one that was given a member of each sort that they rarely have. */
const MEMBERS = `
  create extension citext; create extension postgres_fdw; create extension pg_stat_statements;
  create extension hstore;
  create table kept (id integer); alter extension hstore add table kept;
  create sequence numbers; alter extension hstore add sequence numbers;
  create type mood as enum ('calm', 'merry'); alter extension hstore add type mood;
  create domain title as text; alter extension hstore add domain title;
  create text search dictionary plain (template = simple); alter extension hstore add text search dictionary plain;
  create function watch() returns event_trigger language plpgsql as 'begin end';
  create event trigger watched on sql_drop execute function watch(); alter extension hstore add event trigger watched`

const CHANGES: readonly (readonly [what: string, extension: string, sql: string])[] = [
  ['the cost of a function', 'hstore', 'alter function akeys(hstore) cost 77'],
  ['a comment on a function', 'hstore', `comment on function avals(hstore) is 'values'`],
  ['a comment on a column', 'hstore', `comment on column kept.id is 'which'`],
  ['a comment on a view', 'pg_stat_statements', `comment on view pg_stat_statements is 'slow'`],
  ['a parameter of a table', 'hstore', 'alter table kept set (fillfactor = 50)'],
  [
    'an option of a view',
    'pg_stat_statements',
    'alter view pg_stat_statements set (security_barrier)',
  ],
  ['the bounds of a sequence', 'hstore', 'alter sequence numbers increment 7'],
  ['a label of an enum', 'hstore', `alter type mood add value 'sad' before 'calm'`],
  ['the NOT NULL of a domain', 'hstore', 'alter domain title set not null'],
  ['the default of a domain', 'hstore', `alter domain title set default 'none'`],
  ['how a base type is stored', 'citext', 'alter type citext set (storage = external)'],
  [
    'an estimator of an operator',
    'citext',
    'alter operator = (citext, citext) set (restrict = none)',
  ],
  ['whether an event trigger fires', 'hstore', 'alter event trigger watched disable'],
  ['an option of a dictionary', 'hstore', 'alter text search dictionary plain (accept = false)'],
  [
    'the validator of a wrapper',
    'postgres_fdw',
    'alter foreign data wrapper postgres_fdw no validator',
  ],
]

test.each([15, 18] as const)(
  'changes of members of extensions are noticed on PostgreSQL %i, each for itself',
  async (major) => {
    const server = testServer(major)
    const { url } = await testDatabase(server)
    const read = async () => (await readSide(url, { runId, ledger, seed: 'none' })).model
    await withConnection(url, { runId }, (query) => query(MEMBERS))
    let before = await read()
    expect(compare(before, await read()).deltas).toEqual([])
    const seen: (readonly [string, string])[] = []
    for (const [what, , sql] of CHANGES) {
      await withConnection(url, { runId }, (query) => query(sql))
      const after = await read()
      for (const delta of compare(before, after).deltas) {
        if (delta.change === 'changed') seen.push([what, delta.old.address.names.join('.')])
      }
      before = after
    }
    expect(seen).toEqual(CHANGES.map(([what, extension]) => [what, extension]))
  },
)
