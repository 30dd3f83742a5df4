import { RebaselineError } from '../errors.ts'
import { isLost } from '../query-failed.ts'
import { connectServer, startServer, type Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { endBackends } from '../postgres/scratch.ts'
import { sharedState } from '../postgres/shared-state.ts'

/** How far something is: 12 of 50. */
export interface Count {
  readonly done: number
  readonly of: number
}

/** Says what is done now, and how far it is where that can be counted; a `remark` is to be read afterwards too. */
export type Progress = (text: string, about?: Count | 'remark') => void

/** On which servers is worked, and who hears of it. */
export interface WorkspaceOptions {
  /** Scratch servers by URL; without one, an embedded server is started. */
  readonly oldServer?: string | undefined
  readonly rebuiltServer?: string | undefined
  /** Major of the embedded server; 18 unless told. */
  readonly major?: number | undefined
  readonly remoteScratch?: 'refused' | 'allowed'
  readonly onProgress?: Progress
  readonly signal?: AbortSignal
}

/** The scratch servers of one run; everything on them goes when it is closed. */
export interface Workspace {
  readonly runId: string
  readonly old: Server
  readonly rebuilt: Server
  readonly progress: Progress
  readonly signal: AbortSignal | undefined
  /**
   * The server for one more build: roles belong to the whole server, so a build must not meet those of another one.
   * Gives a server of ours on which nothing of that sort was changed; one of somebody else as it is.
   */
  readonly clean: (server: Server) => Promise<Server>
}

/** A run whose scratch servers are started when they are first asked for. */
export interface Run {
  readonly runId: string
  readonly progress: Progress
  readonly workspace: () => Promise<Workspace>
}

/** Opens the scratch servers, does the work, and takes all of it away again. */
export const inWorkspace = <T>(
  options: WorkspaceOptions,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> => inRun(options, async ({ workspace }) => work(await workspace()))

/** Does work that may need no scratch server at all; whatever was opened is taken away again. */
export async function inRun<T>(
  options: WorkspaceOptions,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { signal } = options
  const runId = newRunId()
  const opened: Server[] = []
  const born = new Map<Server, string>()
  const progress: Progress = (text, about) => {
    // Said before each step: none begins in a run that was called off.
    signal?.throwIfAborted()
    options.onProgress?.(text, about)
  }
  const open = async (url: string | undefined): Promise<Server> => {
    const server = await openServer(url, { ...options, runId, onProgress: progress })
    opened.push(server)
    signal?.throwIfAborted()
    if (server.kind !== 'foreign') born.set(server, await sharedState(server))
    return server
  }
  const isClean = async (server: Server): Promise<boolean> =>
    born.has(server) && born.get(server) === (await sharedState(server))
  const clean = async (server: Server): Promise<Server> => {
    if (server.kind === 'foreign') return server
    for (const candidate of new Set([server, ...opened])) {
      if (await isClean(candidate)) return candidate
    }
    return open(undefined)
  }
  const openBoth = async (): Promise<Workspace> => {
    const { oldServer, rebuiltServer } = options
    const old = await open(oldServer)
    const rebuilt = oldServer === rebuiltServer ? old : await open(rebuiltServer)
    return { runId, old, rebuilt, progress, signal, clean }
  }
  let workspace: Promise<Workspace> | undefined
  let interrupted: Promise<unknown> = Promise.resolve()
  const cancel = (): void => {
    interrupted = Promise.all(opened.map(interrupt))
  }
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const result = await work({ runId, progress, workspace: () => (workspace ??= openBoth()) })
    // What was learned while servers were being taken away is worth nothing.
    signal?.throwIfAborted()
    return result
  } catch (error) {
    // A full disk is told best by what met it.
    if (error instanceof RebaselineError && error.code === 'disk-full') throw error
    throw (await firstEnded(opened, error)) ?? error
  } finally {
    signal?.removeEventListener('abort', cancel)
    // It ends every connection of the run, those that take away what was built too.
    await interrupted
    await Promise.all(opened.map((server) => server.stop()))
  }
}

/** Whatever went wrong after a server of ours had ended went wrong for that. */
async function firstEnded(
  servers: readonly Server[],
  error: unknown,
): Promise<RebaselineError | undefined> {
  for (const server of servers) {
    const ended = await server.ended(isLost(error) ? 'gone' : undefined)
    if (ended) return ended
  }
  return undefined
}

function openServer(
  url: string | undefined,
  { runId, major, remoteScratch = 'refused', onProgress }: WorkspaceOptions & { runId: string },
): Promise<Server> {
  return url === undefined
    ? startServer({
        runId,
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(major === undefined ? {} : { major }),
      })
    : connectServer(new DatabaseUrl(url), { runId, remoteScratch })
}

/** Makes what is running on a server fail at once, so that a run which was called off ends soon. */
async function interrupt(server: Server): Promise<void> {
  const ended = server.kind === 'foreign' ? endBackends(server, server.runId) : server.stop()
  await ended.catch(() => {})
}
