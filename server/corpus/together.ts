import type { Server } from '../postgres/engine.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import type { Finding } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import { findings, roundTrip } from './check-case.ts'
import { expectedOn, type CorpusCase, type ExpectedFinding } from './corpus-cases.ts'

/** What a database or a server has only once, and names with a schema: a case with such a thing needs databases of its own. */
const ALONE = [
  /\bpublic\b|\bsearch_path\b|\bschemas?\b/i,
  /\b(?:role|user|owner|authorization|grant|revoke|privileges|database)\b/i,
  /\b(?:extension|(?:create|replace|trusted|procedural|on) language|publication|subscription|event trigger|server|foreign data|tablespace)\b/i,
  /\b(?:create cast|transform|access method|lo_\w+|large object|set local|current_schema)\b/i,
]

/** Whether a case can share its databases with others, in a schema of its own. */
export const sharesDatabases = ({ before, after, requires }: CorpusCase): boolean =>
  requires.roundTrip !== 'none' &&
  !ALONE.some((pattern) => pattern.test(withoutComments(before) + withoutComments(after)))

const withoutComments = (sql: string): string => sql.replaceAll(/--.*$/gm, '')

/** What was found of cases that share their databases. */
export interface Together {
  /** Before against after. */
  readonly difference: readonly Finding[]
  /** After against before. */
  readonly mirrored: readonly Finding[]
  /** Each side against what is rebuilt of it. */
  readonly rebuilt: readonly Finding[]
}

/** Builds all cases side by side, each in a schema of its name: all their comparisons and rebuilds in one. */
export async function checkTogether(
  server: Server,
  empty: Model,
  cases: readonly CorpusCase[],
): Promise<Together> {
  const databases: ScratchDatabase[] = []
  const sideOf = async (name: 'before' | 'after'): Promise<Side> => {
    const database = await createScratch(server, { runId: server.runId, purpose: 'corpus' })
    databases.push(database)
    await buildAll(database.url, server.runId, cases, name)
    return readSide(database.url, { runId: server.runId, ledger, seed: 'all' })
  }
  try {
    const before = await sideOf('before')
    const after = await sideOf('after')
    return {
      difference: await findings(server, before, after, 'all'),
      mirrored: await findings(server, after, before, 'all'),
      rebuilt: [
        ...(await roundTrip(server, empty, before)),
        ...(await roundTrip(server, empty, after)),
      ],
    }
  } finally {
    await Promise.all(databases.map((database) => database.drop()))
  }
}

/** Builds all cases side by side in one database, each in a schema of its name. */
export const buildAll = (
  url: DatabaseUrl,
  runId: string,
  cases: readonly CorpusCase[],
  side: 'before' | 'after',
): Promise<void> =>
  withConnection(url, { runId }, async (query) => {
    for (const each of cases) {
      const schema = schemaOf(each)
      await query('reset all')
      await query(`create schema ${schema}; set search_path = ${schema}; ${each[side]}`).catch(
        (error: unknown) => {
          throw new Error(`${each.name}, ${side}`, { cause: error })
        },
      )
    }
  })

/** Of letters that need no quotes: some names come as one text with their schema. */
export const schemaOf = ({ name }: CorpusCase): string => name.replaceAll('-', '_')

/** Whether a finding is about something in the schema of that case. */
export function isOf(each: CorpusCase): (finding: Finding) => boolean {
  const schema = schemaOf(each)
  return ({ address }) =>
    address.names.some((name) => name === schema || name.startsWith(`${schema}.`))
}

/** What a case expects, in the schema it has among others. */
export const expectedAmong = (each: CorpusCase, major: number): ExpectedFinding[] =>
  expectedOn(each, major).map((line) => ({
    ...line,
    name: line.name.replaceAll(/\bpublic\b/g, schemaOf(each)),
  }))
