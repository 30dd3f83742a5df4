import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { hear, type Heard } from './hear.ts'
import { testDatabase, testServer } from './postgres.ts'
import { projectFolder } from './project-folder.ts'

/** Some tables, an index and a function. */
export const SCHEMA = `
  create table users (id serial primary key, email varchar(30) not null, made timestamptz default now());
  create index users_email_idx on users (lower(email)) where email <> '';
  create table posts (id int primary key, author int references users (id), body text);
  create function greet(name text) returns text language sql as $$ select 'hello ' || name $$;
`

/** A live database, and the folder of a baseline that was written from it. */
interface SnapshotPlace {
  readonly url: DatabaseUrl
  readonly folder: string
  readonly baseline: string
  readonly seed: string
  readonly sql: (text: string) => Promise<unknown>
  readonly snapshot: (...words: string[]) => Promise<Heard>
  readonly check: (...words: string[]) => Promise<Heard>
}

/** First snapshots by what they are of: each is written by the command once, and copied after that. */
const firsts = new Map<string, string>()

/** Makes the database of this SQL, and the first snapshot of it, with these words. */
export async function snapshotPlace(
  schema = SCHEMA,
  ...words: readonly string[]
): Promise<SnapshotPlace> {
  const scratch = testServer(18)
  const { url } = await testDatabase(scratch)
  const sql = (text: string): Promise<unknown> =>
    withConnection(url, scratch, (query) => query(text))
  await sql(schema)
  const folder = join(projectFolder({ 'package.json': '{ "type": "module" }' }), 'db')
  const common = ['--database', url.reveal(), '--server', scratch.url.reveal()]
  const snapshot = (...more: string[]): Promise<Heard> =>
    hear(['snapshot', '--out', folder, ...common, ...more])
  const check = (...more: string[]): Promise<Heard> =>
    hear(['snapshot', '--check', '--baseline', folder, ...common, ...more])
  const of = JSON.stringify([schema, words])
  const first = firsts.get(of)
  if (first === undefined) {
    expect((await snapshot(...words)).code).toBe(0)
    const kept = projectFolder({})
    cpSync(folder, kept, { recursive: true })
    firsts.set(of, kept)
  } else {
    cpSync(first, folder, { recursive: true })
  }
  const [baseline, seed] = ['001_baseline.ts', '002_seed_definitions.ts'].map((name) =>
    join(folder, name),
  ) as [string, string]
  return { url, folder, baseline, seed, sql, snapshot, check }
}
