import { connectServer, startServer, type Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'

export interface WorkspaceOptions {
  /** Scratch servers by URL; without one, an embedded server is started. */
  readonly oldServer?: string | undefined
  readonly rebuiltServer?: string | undefined
  /** Major of the embedded server; 18 unless told. */
  readonly major?: number | undefined
  readonly remoteScratch?: 'refused' | 'allowed'
  readonly onProgress?: (text: string) => void
  readonly signal?: AbortSignal
}

/** The scratch servers of one run; everything on them goes when it is closed. */
export interface Workspace {
  readonly runId: string
  readonly old: Server
  readonly rebuilt: Server
  readonly progress: (text: string) => void
  readonly signal: AbortSignal | undefined
  /** One more server like `old`, for a second build that the first one's roles would disturb. */
  readonly another: () => Promise<Server>
}

/** Opens the scratch servers, does the work, and takes all of it away again. */
export async function inWorkspace<T>(
  options: WorkspaceOptions,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const runId = newRunId()
  const progress = options.onProgress ?? (() => {})
  const opened: Server[] = []
  const open = async (url: string | undefined): Promise<Server> => {
    const server =
      url === undefined
        ? await startServer({
            runId,
            onProgress: progress,
            ...(options.major === undefined ? {} : { major: options.major }),
          })
        : await connectServer(new DatabaseUrl(url), {
            runId,
            remoteScratch: options.remoteScratch ?? 'refused',
          })
    opened.push(server)
    return server
  }
  try {
    const old = await open(options.oldServer)
    const shared = options.oldServer === options.rebuiltServer
    const rebuilt = shared ? old : await open(options.rebuiltServer)
    const another = (): Promise<Server> => open(undefined)
    return await work({ runId, old, rebuilt, progress, signal: options.signal, another })
  } finally {
    await Promise.all(opened.map((server) => server.stop()))
  }
}
