import { startMigrationProcess, stops, type Heard, type MigrationProcess } from './child-process.ts'
import { compiledFolder } from './compiled-folder.ts'
import { connectionParts, migrationEnvironment } from './environment.ts'
import { environmentSecrets } from './environment-secrets.ts'
import { readEnvFile } from './env-file.ts'
import { readChosen } from './chosen.ts'
import type { MigrationFolder } from './folder.ts'
import { memoryLimit, wholeProcess } from './memory.ts'
import { isSql } from './sql-files.ts'
import { applicationName } from '../postgres/connect.ts'
import { projectOf, type Project } from './project.ts'
import type { ServerWide, StartOrder } from './protocol.ts'
import { MigrationRecord } from './record.ts'
import { USUAL_LIMIT_MS, type MigrationRun, type RunFailure, type RunOptions } from './run.ts'
import {
  endMigrationBackends,
  migrationApplicationName,
  probe,
  runningStatement,
} from './server-side.ts'

const ONE_MEBIBYTE = 1_048_576
/** Starting takes seconds on a busy machine, however short a migration may last. */
const START_MILLISECONDS = 60_000

/** Runs a folder on a scratch database with the project's own Kysely, in a process of its own. A failed migration is a result. */
export async function runMigrations(options: RunOptions): Promise<MigrationRun> {
  const { provider } = options
  const found = await foundIn(options)
  const project = projectOf(
    provider ? { ...found, files: [{ name: '', file: provider.file }] } : found,
    options.kysely,
  )
  const probed = await probe(options)
  const application = migrationApplicationName(options.runId)
  const connection = connectionParts(options.database, application, probed)
  const given = {
    ...(options.envFile === undefined ? {} : readEnvFile(options.envFile)),
    ...process.env,
    ...options.env,
  }
  const memory = options.memoryLimit ?? memoryLimit(given)
  const child = startMigrationProcess({
    cwd: project.folder,
    env: migrationEnvironment(given, connection, project.tsconfig),
    memoryLimit: memory,
    outputLimit: options.outputLimit ?? ONE_MEBIBYTE,
    signal: options.signal,
  })
  const secrets = environmentSecrets(given)
  const record = new MigrationRecord(found, options, child.output, secrets)
  const stop = async (): Promise<void> => {
    await child.kill()
    await endMigrationBackends(options)
  }
  let failure: RunFailure | undefined
  try {
    failure = await converse(child, record, options, {
      type: 'start',
      folder: found.folder,
      chosen: options.chosen || options.more ? found.files : null,
      scripts: found.files.filter(({ file }) => isSql(file)),
      provider: provider ?? null,
      only: (provider && options.chosen?.only) ?? null,
      context: options.context ?? null,
      mode: options.mode,
      transactions: options.transactions ?? 'usual',
      sessions: options.sessions ?? 'kept',
      clockMovedBy: options.clockMovedBy ?? 0,
      format: project.format,
      connection,
      kyselyFrom: project.kysely.from,
      pgFrom: project.pgFrom,
      forceKysely: project.kysely.forced,
      ledger: options.ledger ?? {},
      sent: options.sent ?? 'not told',
      secrets,
      onlookers: applicationName(options.runId),
      watchSql: options.serverWatch?.sql ?? null,
      memory: memory === 'none' ? null : wholeProcess(memory),
      compiled: compiledFolder(),
    })
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
  // A server that went away is told by the failure it caused.
  await stop().catch((error: unknown) => {
    if (!failure) throw error
  })
  return resultOf(found, project, options, record, failure)
}

/** What a provider gives is known once it is loaded. */
const foundIn = async ({ chosen, provider, ...of }: RunOptions): Promise<MigrationFolder> =>
  provider ? { folder: of.folder, files: [], ignored: [] } : readChosen(of, chosen)

/** Answers the child until it is done; gives what went wrong, if anything did. */
async function converse(
  child: MigrationProcess,
  record: MigrationRecord,
  options: RunOptions,
  start: StartOrder,
): Promise<RunFailure | undefined> {
  const limitMs = options.timeLimitMs ?? USUAL_LIMIT_MS
  let deadline = performance.now() + Math.max(limitMs, START_MILLISECONDS)
  for (;;) {
    const left = deadline - performance.now()
    const said: Heard = left > 0 ? await child.hear(left) : { type: 'too-slow' }
    const heard = (await serverWide(said, options)) ?? said
    if (heard.type === 'finished') {
      record.finish()
      return undefined
    }
    if (stops(heard)) {
      const statement = heard.type === 'too-slow' ? await stuckIn(options) : null
      await child.kill()
      return record.fail(heard, { limitMs, statement })
    }
    if (heard.type !== 'loading') await child.drain()
    await record.note(heard)
    if (heard.type === 'loaded') {
      const facts = { stage: record.stage, lastGood: null, reason: 'no-migrations' } as const
      const folder = record.folderWithout(heard.names)
      if (heard.names.length === 0) return facts
      if (folder !== undefined) return { ...facts, folder }
    }
    if (heard.type === 'ready') child.send(start)
    else if (heard.type !== 'loading' && heard.type !== 'imported') child.send({ type: 'go' })
    // A migration that commits again and again is one that never ends; after `ready` it still starts.
    if (heard.type !== 'committing' && heard.type !== 'ready')
      deadline = performance.now() + limitMs
  }
}

/** What can still be taken back, as long as the transaction that did it is open. */
async function serverWide(
  heard: Heard,
  { serverWatch }: RunOptions,
): Promise<ServerWide | undefined> {
  if (heard.type !== 'committing' || !serverWatch) return undefined
  const changed = await serverWatch.changedIn(heard.seen)
  return changed.length === 0
    ? undefined
    : { type: 'server-wide', name: heard.name, changed, statement: null }
}

const stuckIn = ({ database, runId }: RunOptions): Promise<string | null> =>
  runningStatement(database, runId)

function resultOf(
  { folder, ignored }: MigrationFolder,
  project: Project,
  { mode, provider }: RunOptions,
  record: MigrationRecord,
  failure: RunFailure | undefined,
): MigrationRun {
  return {
    folder,
    ...(provider && { provider }),
    mode,
    migrations: record.steps(),
    ignored: [...ignored, ...record.passedOver()],
    loadOutput: record.loadOutput,
    kyselyVersion: project.kysely.version,
    ...(failure && { failure }),
  }
}
