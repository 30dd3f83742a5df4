import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { readModel } from '../catalog/read-model.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { readOnly, withConnection } from '../postgres/session.ts'
import { readSeedData } from '../rows/read-rows.ts'
import type { Model } from '../../shared/model.ts'
import type { SeedData, SeedSelection } from '../../shared/rows.ts'
import { testDatabase, testServer } from './postgres.ts'

export interface BuiltData {
  readonly url: DatabaseUrl
  readonly model: Model
  readonly data: SeedData
}

/** Runs scripts on a new database, one after the other in one session, and reads schema and rows. */
export async function buildData(major: 15 | 18, ...scripts: readonly string[]): Promise<BuiltData> {
  const server = testServer(major)
  const { url } = await testDatabase(server)
  await withConnection(url, { runId: server.runId }, async (query) => {
    for (const script of scripts) await query(script)
  })
  return readData(url, server.runId)
}

/** Reads schema and rows of a database. */
export const readData = (
  url: DatabaseUrl,
  runId: string,
  selection: SeedSelection = 'all',
): Promise<BuiltData> =>
  readOnly(url, { runId }, async (query, facts) => {
    const model = await readModel(query, facts, DEFAULT_LEDGER)
    return { url, model, data: await readSeedData(query, model, selection) }
  })
