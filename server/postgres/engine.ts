import { randomBytes } from 'node:crypto'
import type { RebaselineError } from '../errors.ts'
import { findBinaries } from './binaries.ts'
import { initialise, startPostmaster } from './cluster.ts'
import { endedByItself } from './ended.ts'
import { guard, guardStop } from './guard.ts'
import { DEFAULT_MAJOR } from './pinned.ts'
import { DatabaseUrl } from './redact.ts'
import { createRunFolder, sweepRunFolders } from './run-folder.ts'
import { newRunId } from './run-id.ts'
import { serverFacts } from './session.ts'

/** A server that scratch databases are made on. */
export interface Server {
  /** Its maintenance database. */
  readonly url: DatabaseUrl
  readonly major: number
  /** The run that uses it: the name of its connections and scratch databases. */
  readonly runId: string
  readonly remoteScratch: 'refused' | 'allowed'
  /** `embedded` and `installed` binaries were started by us; a `foreign` server is somebody's, named by URL. */
  readonly kind: 'embedded' | 'installed' | 'foreign'
  /** Done before it stops, the last one first. */
  readonly beforeStop: Set<() => Promise<void>>
  /** How it ended, where it is ours and nobody stopped it; to whom it seems gone, after a moment in which it may end. */
  ended(seems?: 'gone'): Promise<RebaselineError | undefined>
  /** Takes away everything of ours. */
  stop(): Promise<void>
}

/** Which server is started, and for whom. */
export interface StartOptions {
  /** 18 unless told. */
  readonly major?: number
  readonly runId: string
  readonly prefer?: 'installed' | 'fetched'
  readonly onProgress?: (text: string) => void
}

/** Starts a Postgres of our own for this run, and cleans up after runs that were killed. */
export async function startServer(options: StartOptions): Promise<Server> {
  const { major = DEFAULT_MAJOR, prefer = 'installed', onProgress = () => {} } = options
  await sweepRunFolders()
  const binaries = await findBinaries({ major, prefer, onProgress })
  const folder = createRunFolder()
  const guarded = guard(folder)
  try {
    onProgress(`Starting PostgreSQL ${major}`)
    const password = randomBytes(24).toString('base64url')
    await initialise(folder, binaries, password)
    const postmaster = await startPostmaster(folder, binaries)
    guarded.watch(postmaster)
    const url = new DatabaseUrl(
      `postgresql://postgres:${password}@127.0.0.1:${postmaster.port}/postgres`,
    )
    return serverOf(
      { url, major, kind: binaries.kind, runId: options.runId, remoteScratch: 'allowed' },
      {
        ended: (seems) => endedByItself(postmaster, folder, { major, isGone: seems === 'gone' }),
        end: guarded.release,
      },
    )
  } catch (error) {
    await guarded.release()
    throw error
  }
}

/** For whom a server is used, and what may be made on it. */
export interface ConnectOptions {
  readonly runId?: string
  /** Scratch databases on another machine are refused unless this says `allowed`. */
  readonly remoteScratch?: 'refused' | 'allowed'
}

/** Uses a server that somebody else runs. */
export async function connectServer(
  url: DatabaseUrl,
  options: ConnectOptions = {},
): Promise<Server> {
  const { runId = newRunId(), remoteScratch = 'refused' } = options
  const { major } = await serverFacts(url, runId)
  const server = serverOf(
    { url, major, kind: 'foreign', runId, remoteScratch },
    { ended: async () => undefined, end: async () => {} },
  )
  const release = guardStop(() => server.stop())
  server.beforeStop.add(async () => release())
  return server
}

interface Life {
  readonly ended: Server['ended']
  readonly end: () => Promise<void>
}

function serverOf(
  facts: Omit<Server, 'beforeStop' | 'ended' | 'stop'>,
  { ended, end }: Life,
): Server {
  const beforeStop = new Set<() => Promise<void>>()
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    for (const action of [...beforeStop].reverse()) await action().catch(() => {})
    await end()
  }
  return {
    ...facts,
    beforeStop,
    ended: async (seems) => (stopped ? undefined : ended(seems)),
    stop: () => (stopped ??= stop()),
  }
}
