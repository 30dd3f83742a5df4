import { setTimeout as wait } from 'node:timers/promises'
import { RebaselineError } from '../errors.ts'
import { QueryFailed } from '../query-failed.ts'
import { ident, literal } from '../kinds/sql.ts'
import { ofRun } from './connect.ts'
import type { Server } from './engine.ts'
import { maintain } from './maintenance.ts'
import {
  BIRTH_LIMIT,
  isScratch,
  isUnmarked,
  markStatement,
  runOfName,
  scratchName,
} from './marker.ts'
import type { DatabaseUrl } from './redact.ts'
import { holdRunLock, LOCK_CLASS } from './run-lock.ts'
import { inPlainNames, withConnection, type Query } from './session.ts'
import { dropStaleScratch } from './stale.ts'
import { dropSubscriptions, endConnections, HAS_SUBSCRIPTIONS } from './subscriptions.ts'
import { isLocal } from './tls.ts'

/** A database that we created and may drop. */
export interface ScratchDatabase {
  readonly name: string
  readonly url: DatabaseUrl
  readonly server: Server
  /** Ends its connections and drops it; harmless when it is gone. */
  drop(): Promise<void>
}

/** What a scratch database is for. */
export interface ScratchOptions {
  readonly runId: string
  /** What it is for, as a part of its name: `old`, `rebuilt`. */
  readonly purpose: string
  /** Name of the database it is a copy of; empty unless told. */
  readonly template?: string
}

/** Creates a database with our name and marker; it goes with the server at the latest. */
export async function createScratch(
  server: Server,
  options: ScratchOptions,
): Promise<ScratchDatabase> {
  const { runId } = options
  await prepare(server, runId)
  const born: Born = { name: undefined, oid: undefined }
  const drop = async (): Promise<void> => {
    // A migration may have written a comment of its own over the marker.
    if (born.name !== undefined) await dropScratch(server, born.name, born.oid)
    server.beforeStop.delete(drop)
  }
  // Also where nothing says whether it was made, since the connection was ended meanwhile.
  if (server.kind === 'foreign') server.beforeStop.add(drop)
  const name = await maintain(server, runId, async (query) => {
    const created = await create(query, server, options, born)
    await query(inPlainNames(markStatement(created, runId)))
    born.oid = await oidOf(query, created)
    return created
  })
  return { name, url: server.url.withDatabase(name), server, drop }
}

/** What is being created: its name as soon as it may be there. */
interface Born {
  name: string | undefined
  oid: unknown
}

async function create(
  query: Query,
  server: Server,
  { runId, purpose, template = 'template0' }: ScratchOptions,
  born: Born,
): Promise<string> {
  const deadline = Date.now() + 5000
  // Cheaper where nothing waits for the disk; elsewhere it would make the server write out everything that it holds.
  const strategy = server.kind !== 'foreign' && server.major >= 15 ? 'strategy file_copy' : ''
  for (let number = 1; ;) {
    const name = scratchName(runId, purpose, number)
    born.name = name
    try {
      await query(
        `create database ${ident(name)} template ${ident(template)} ${strategy} connection limit ${BIRTH_LIMIT}`,
      )
      return name
    } catch (error) {
      const state = error instanceof QueryFailed ? error.sqlState : ''
      if ((state === '42P04' || state === '23505') && number < 1000) number++
      // A connection to the template that was just closed lives a moment longer on the server.
      else if (state === '55006' && Date.now() < deadline) await wait(50)
      else throw error
    }
  }
}

async function oidOf(query: Query, name: string): Promise<unknown> {
  const sql = `select oid from pg_catalog.pg_database where datname = ${literal(name)}`
  const [row] = await query(inPlainNames(sql))
  return row?.['oid']
}

/** Drops a database that carries our name and marker, or is known to be created by us; any other is refused. */
export async function dropScratch(server: Server, name: string, oid?: unknown): Promise<void> {
  await maintain(server, server.runId, async (query) => {
    const [row] = await query(
      inPlainNames(`select oid, datconnlimit as limit, pg_catalog.shobj_description(oid, 'pg_database') as comment, ${HAS_SUBSCRIPTIONS} as subscribes
                      from pg_catalog.pg_database d where datname = ${literal(name)}`),
    )
    if (!row) return
    const { comment, limit, subscribes } = row
    if (row['oid'] !== oid && !isUnmarked(name, comment, limit) && !isScratch(name, comment)) {
      throw new RebaselineError('not-scratch', {
        doing: `drop database ${name}`,
        happened: runOfName(name)
          ? 'it does not carry the marker of a scratch database'
          : 'it is not named as a scratch database',
      })
    }
    if (subscribes === true) {
      await endConnections(query, name)
      await dropSubscriptions(server, name)
    }
    await query(`drop database if exists ${ident(name)} with (force)`)
  })
}

/** Ends every connection of a run, such as those of a killed child process. */
export async function endBackends(server: Server, runId: string): Promise<void> {
  await withConnection(server.url, { runId }, async (query) => {
    await query(
      inPlainNames(`select pg_catalog.pg_terminate_backend(a.pid) from pg_catalog.pg_stat_activity a
        where (${ofRun('a.application_name', runId)} or a.datname like 'rebaseline\\_${runId}\\_%')
          and a.pid <> pg_catalog.pg_backend_pid()
          and not exists (select from pg_catalog.pg_locks l
                           where l.pid = a.pid and l.locktype = 'advisory' and l.classid = ${LOCK_CLASS})`),
    )
  })
}

const prepared = new WeakMap<Server, Map<string, Promise<void>>>()

/** Before a run's first scratch database on a server of somebody else. */
function prepare(server: Server, runId: string): Promise<void> {
  if (server.kind !== 'foreign') return Promise.resolve()
  const runs = prepared.get(server) ?? new Map<string, Promise<void>>()
  prepared.set(server, runs)
  const known = runs.get(runId)
  if (known) return known
  const preparing = prepareForeign(server, runId)
  runs.set(runId, preparing)
  preparing.catch(() => runs.delete(runId))
  return preparing
}

async function prepareForeign(server: Server, runId: string): Promise<void> {
  const { url, remoteScratch } = server
  if (remoteScratch === 'refused' && !isLocal(url)) {
    throw new RebaselineError('remote-scratch', {
      doing: `create a scratch database on ${url.host}:${url.port}`,
      happened: 'that server is not on this machine',
    })
  }
  await holdRunLock(server, runId)
  // Somebody else's leftovers must not stop this run.
  await dropStaleScratch(server).catch(() => {})
}
