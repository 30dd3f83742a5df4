import { planStatements } from '../baseline/plan.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { readModel } from '../catalog/read-model.ts'
import type { Server } from '../postgres/engine.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { readOnly, withConnection } from '../postgres/session.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { Attributes, CatalogObject, Model } from '../../shared/model.ts'
import { testDatabase, testServer } from './postgres.ts'

export interface BuiltTwice {
  readonly old: Model
  /** Built from what was written for `old`. */
  readonly rebuilt: Model
  readonly statements: readonly string[]
}

/** Runs DDL in an empty database, reads it, writes it into a second one statement by statement, and reads that. */
export async function builtTwice(major: 15 | 18, ddl: string): Promise<BuiltTwice> {
  const server = testServer(major)
  const [old, empty] = await Promise.all([modelAfter(server, [ddl]), emptyModel(server)])
  const statements = planStatements(old, empty).map(({ sql }) => sql)
  return { old, statements, rebuilt: await modelAfter(server, [SETTINGS, ...statements]) }
}

/** The attributes of every object of a kind, by the names and arguments of its address. */
export function attributesOf(model: Model, kind: Kind): Record<string, Attributes> {
  return Object.fromEntries(
    objectsOf(model)
      .filter((object) => object.kind === kind)
      .map(({ address, attributes }) => [
        [...address.names, ...address.args].join(' | '),
        attributes,
      ]),
  )
}

/** Names and texts that break what forgets to quote: each is at most 63 bytes. */
export const HOSTILE = [
  'it\'s "quoted"',
  'dot.ted',
  'new\nline\r',
  'back`tick ${x}',
  'back\\slash',
  '*/ -- $function$ );',
  '\u2028é',
  `${'ä'.repeat(31)}x`,
  '__proto__',
  'select',
] as const

/** All objects of a model, to be compared. */
export const objectsOf = (model: Model): readonly CatalogObject[] => [...model.objects.values()]

const SETTINGS = 'set check_function_bodies = off; set search_path = public'

async function modelAfter(server: Server, ddl: readonly string[]): Promise<Model> {
  const { url } = await testDatabase(server)
  await withConnection(url, server, async (query) => {
    for (const sql of ddl) await query(sql)
  })
  return modelOf(server, url)
}

const modelOf = (server: Server, url: DatabaseUrl): Promise<Model> =>
  readOnly(url, { runId: server.runId, connections: 1 }, (query, facts) =>
    readModel(query, facts, DEFAULT_LEDGER),
  )

const empties = new Map<Server, Promise<Model>>()

function emptyModel(server: Server): Promise<Model> {
  const model = empties.get(server) ?? modelAfter(server, [])
  empties.set(server, model)
  return model
}
