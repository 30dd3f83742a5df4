import { beforeAll, describe, expect, test, vi } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import { Misread, StepReader } from '../catalog/steps/step-reader.ts'
import { withConnection } from '../postgres/session.ts'
import { newRunId } from '../postgres/run-id.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { Effects } from './effects.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { replay } from './replay.ts'

/** `seen`: where Postgres did not count the rows, and those that are there are asked. */
const STEPS: readonly (readonly [sql: string, did: string, seen?: string])[] = [
  [
    `create schema "a ""b"; create type mood as enum ('good'); create extension citext;
     create table users (id serial primary key, name citext unique, mood mood);
     create index on users (mood);
     create function touch() returns trigger language plpgsql as 'begin return new; end';
     create trigger touched before update on users for each row execute function touch()`,
    'creates enum type public.mood, extension citext, function public.touch(), index public.users_mood_idx, ' +
      'schema "a ""b", sequence public.users_id_seq, table public.users, trigger touched on public.users',
  ],
  [
    `insert into users (name) values ('x'), ('y'), ('z')`,
    'inserts 3 rows of public.users',
    'writes 3 rows of public.users',
  ],
  [
    `update users set mood = 'good' where name = 'x'; delete from users where name = 'y'`,
    'updates 1 row of public.users; deletes 1 row of public.users',
    'writes 1 row of public.users; deletes 1 row of public.users',
  ],
  [
    `alter table users add age int; comment on table users is 'people'; alter type mood add value 'bad'`,
    'creates comment on table public.users; alters enum type public.mood, table public.users',
  ],
  [
    `alter table users rename to people; alter table people rename column name to called`,
    'renames table public.users to public.people; alters table public.people',
  ],
  [
    `create view shown as select id from people; create policy p on people using (true);
     alter table people enable row level security; insert into people (called) values ('new')`,
    'creates policy p on public.people, view public.shown; alters table public.people; inserts 1 row of public.people',
    'creates policy p on public.people, view public.shown; alters table public.people; writes 1 row of public.people',
  ],
  [
    `do $$ begin begin insert into people (called) values ('undone'); raise 'no'; exception when others then end; end $$`,
    'leaves no object and no row otherwise than it was',
  ],
  ['truncate people', 'truncates table public.people', 'deletes 3 rows of public.people'],
  [
    'drop table people cascade',
    'removes comment on table public.people, index public.users_mood_idx, policy p on public.people, ' +
      'sequence public.users_id_seq, table public.people, trigger touched on public.people, view public.shown',
  ],
  ['create cast (text as mood) with inout', 'creates cast from text to public.mood'],
  ['select 1', 'leaves no object and no row otherwise than it was'],
]

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  let server: Server

  beforeAll(async () => {
    server = testServer(major)
  })

  test.each(['told', 'not told'] as const)('what each migration did (sent: %s)', async (sent) => {
    const runId = newRunId()
    const { url } = await testDatabase(server)
    const names = STEPS.map((_, place) => `${String(place + 1).padStart(3, '0')}_step`)
    const files = STEPS.map(
      ([sql], place) =>
        [`${names[place]}.ts`, migration(`await run(${JSON.stringify(sql)})`)] as const,
    )
    const effects = new Effects(runId, DEFAULT_LEDGER)
    await effects.begin(url)
    await replay({
      folder: projectFolder(Object.fromEntries(files)),
      database: url,
      runId,
      ...(sent === 'told' && { sent }),
      afterStep: (step) => effects.afterStep(step),
    })
    await effects.end()
    expect([...effects.did]).toStrictEqual(
      STEPS.map(([, did, seen = did], place) => [names[place], sent === 'told' ? did : seen]),
    )
  })

  test('what a full reading does not bear out is told of nothing, and the next is told again', async () => {
    const runId = newRunId()
    const { url } = await testDatabase(server)
    const effects = new Effects(runId, DEFAULT_LEDGER)
    await effects.begin(url)
    const told: (readonly string[])[] = []
    const look = async (name: string): Promise<void> => {
      await withConnection(url, { runId }, (query) => query(`create table ${name} ()`))
      await effects.afterStep({ name })
      told.push([...effects.did.keys()])
    }
    await look('first')
    await look('second')
    const step = vi.spyOn(StepReader.prototype, 'step').mockRejectedValueOnce(new Misread('x'))
    await look('third')
    step.mockRestore()
    await look('fourth')
    await effects.end()
    expect(told).toEqual([['first'], ['first', 'second'], [], ['fourth']])
    expect([...effects.effects].map(([name, known]) => [name, known !== null])).toEqual([
      ['first', false],
      ['second', false],
      ['third', false],
      ['fourth', true],
    ])
  })
})
