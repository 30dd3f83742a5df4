import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { createScratch } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { documentOf } from '../testing/cli.ts'
import { hear } from '../testing/hear.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { Finding } from '../../shared/finding.ts'
import type { Planted } from '../../shared/planted.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { NO_ROLES } from './given-roles.ts'
import { plantFaults } from './plant-faults.ts'
import { readSide } from './read-side.ts'

const PASSWORD = 'of-an-owner'

/** The server as a role sees it that may log in and create databases, and nothing else. */
async function asOwner(server: Server): Promise<Server> {
  await withConnection(server.url, server, async (query) => {
    const [known] = await query("select from pg_roles where rolname = 'an owner'")
    if (known) return
    await query(`create role "an owner" login createdb password '${PASSWORD}'`)
    await query('create role somebody')
  })
  const url = new URL(server.url.reveal())
  url.username = 'an owner'
  url.password = PASSWORD
  return { ...server, url: new DatabaseUrl(url.href), beforeStop: new Set() }
}

const refusedTo = ({ spared }: Planted): string[] =>
  spared
    .filter(({ detail }) => /\[42501\]/.test(detail))
    .map(({ object, change }) => `${object}, ${change}`)

test(
  'an ordinary owner plants faults to the end, and what the server keeps from it is not tried',
  { timeout: 240_000 },
  async () => {
    const { url } = await asOwner(testServer(18))
    const schema = `
      create extension citext;
      create table artists (id integer primary key, mail citext unique, born date);
      create function stamped() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger stamp before insert on artists for each row execute function stamped();
      create view young as select id from artists where born > '2000-01-01';
      insert into artists values (1, 'ada@studio', '2001-02-03');
      grant select on artists to public;
      alter default privileges grant select on tables to public;
      do $$ declare here text := quote_ident(current_database()); begin
        execute 'alter database ' || here || ' set work_mem = ''4MB''';
        execute 'alter role current_user in database ' || here || ' set work_mem = ''5MB''';
      end $$`
    const folder = projectFolder({
      'migrations/001_all.ts': migration(`await run(${JSON.stringify(schema)})`),
    })
    const migrations = ['--migrations', `${folder}/migrations`, '--server', url.reveal()]
    const baseline = `${folder}/baseline`
    await hear(['generate', ...migrations, '--out', baseline])
    const words = ['verify', ...migrations, '--baseline', baseline, '--plant-faults', '--json']
    const told = documentOf(await hear(words)) as {
      verdict: string
      findings: readonly Finding[]
      counts: Record<string, { readonly old: number }>
      planted: Planted
    }
    expect([told.verdict, told.findings]).toEqual(['equal', []])
    // Whoever makes citext, what it is made of belongs to the server's superuser, and nobody owns more. Of the rest only
    // the schema public is not the owner's.
    expect(told.counts['owner']?.old).toBe(1)
    const { planted } = told
    expect([planted.escaped, planted.strange]).toEqual([[], []])
    expect(planted.caught).toBe(planted.planted)
    expect(refusedTo(planted)).toEqual([
      'extension plpgsql, dropped',
      'table public.artists, one row less',
      'table public.artists, one value changed',
      'table public.artists, one row more',
    ])
    expect(planted.behaviour).toMatchObject({ differing: [], accepted: [], untried: [] })
  },
)

test('what a superuser put into the database of an ordinary owner is not tried, nor told as missing', async () => {
  const superuser = testServer(15)
  const owner = await asOwner(superuser)
  const { runId } = owner
  const database = await createScratch(owner, { runId, purpose: 'rebuilt' })
  try {
    await withConnection(database.url, { runId }, (query) =>
      query(`
        create table works (id integer primary key, price numeric check (price > 0));
        create sequence numbers; create view dear as select * from works; create type mood as enum ('calm')`),
    )
    await withConnection(superuser.url.withDatabase(database.name), { runId }, (query) =>
      query(`
        create table kept (a integer);
        create function told() returns event_trigger language plpgsql as 'begin end';
        create event trigger telling on ddl_command_end execute function told();
        create foreign data wrapper far;
        do $$ begin
          execute format('alter role somebody in database %I set work_mem = ''3MB''', current_database());
          execute format('alter role somebody in database %I set app.name = ''studio''', current_database());
          execute format('comment on database %I is ''of the studio''', current_database());
        end $$`),
    )
    const options = { ledger, seed: 'none' } as const
    const side = await readSide(database.url, { runId, ...options })
    const rebuilt = { ...side, database, roles: NO_ROLES, milliseconds: 0 }
    const planted = await plantFaults(workspaceOn(owner), side, rebuilt, {
      ...options,
      findings: [],
    })
    expect([planted.escaped, planted.strange]).toEqual([[], []])
    expect(planted.caught).toBe(planted.planted)
    const refused = refusedTo(planted)
    for (const fault of [
      'role-setting on database (somebody), dropped',
      'role-setting on database (somebody), settings',
      'event trigger telling, dropped',
      'foreign-data wrapper far, dropped',
      'table column public.kept.a, dropped',
    ]) {
      expect(refused).toContain(fault)
    }
  } finally {
    await database.drop()
  }
})
