import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { builtFile } from '../place.ts'
import { OutputCapture } from './output.ts'
import { endStrays, watchOver } from './strays.ts'
import { decodeEvent, envelope, type ChildEvent, type Order } from './protocol.ts'

/** What the parent hears of the child: an event, or why there will be no more. */
export type Heard =
  | ChildEvent
  | { readonly type: 'ended'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly type: 'too-slow' }
  | { readonly type: 'cancelled' }

const STOPPING = ['ended', 'too-slow', 'cancelled', 'server-wide', 'failed'] as const

/** What ends a process, or its work. */
export type StopReport = Extract<Heard, { type: (typeof STOPPING)[number] }>

/** Whether nothing more is to be expected. */
export const stops = (heard: Heard): heard is StopReport =>
  (STOPPING as readonly string[]).includes(heard.type)

/** A process in which migrations run. */
export interface MigrationProcess {
  readonly output: OutputCapture
  /** The next thing that happens, at the latest after so many milliseconds. */
  hear(limitMilliseconds: number): Promise<Heard>
  send(order: Order): void
  /** Waits until all that was printed so far has been read. */
  drain(): Promise<void>
  /** Ends it and whatever it started, and waits until it is gone. */
  kill(): Promise<void>
}

interface StartOptions {
  readonly cwd: string
  readonly env: Record<string, string>
  readonly outputLimit: number
  /** Mebibytes. */
  readonly memoryLimit: number | 'none'
  readonly signal: AbortSignal | undefined
}

/** The second lets the child ask what a specifier means to the project. */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--experimental-import-meta-resolve']

/** Starts a process, with a group of its own, that can load TypeScript. */
export function startMigrationProcess(options: StartOptions): MigrationProcess {
  const { cwd, env, outputLimit, memoryLimit, signal } = options
  const heap = memoryLimit === 'none' ? [] : [`--max-old-space-size=${memoryLimit}`]
  const child = spawn(process.execPath, [...FLAGS, ...heap, builtFile('child.js')], {
    cwd,
    env,
    detached: true,
    // The last pipe is never written to: it closes when we die.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
  })
  const dismiss = watchOver(child.pid, env)
  const output = new OutputCapture(outputLimit)
  const streams = [child.stdout, child.stderr] as Readable[]
  for (const stream of streams) stream.on('data', (chunk: Buffer) => output.add(chunk))
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const drain = async (): Promise<void> => {
    for (let before = -1; before !== output.seenBytes;) {
      before = output.seenBytes
      await turn()
      await turn()
    }
  }
  return {
    output,
    drain,
    hear: listenTo(child, signal),
    send: (order) => void (child.connected && child.send(envelope(order), () => {})),
    kill: async () => {
      killGroup(child)
      await gone
      endStrays(env)
      dismiss()
      await drain()
      // A process that left the group could hold these open for ever.
      for (const stream of child.stdio) stream?.destroy()
    },
  }
}

/** Queues what happens, so that nothing is missed between two questions. */
function listenTo(child: ChildProcess, signal: AbortSignal | undefined): MigrationProcess['hear'] {
  const queue: Heard[] = []
  let wake = (): void => {}
  const push = (heard: Heard): void => {
    queue.push(heard)
    wake()
  }
  child.on('message', (message) => {
    const event = decodeEvent(message)
    if (event) push(event)
  })
  child.once('exit', (exitCode, by) => push({ type: 'ended', exitCode, signal: by }))
  child.once('error', () => push({ type: 'ended', exitCode: null, signal: null }))
  const cancel = (): void => void queue.unshift({ type: 'cancelled' })
  const abort = (): void => {
    cancel()
    wake()
  }
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', abort, { once: true })
  child.once('exit', () => signal?.removeEventListener('abort', abort))
  return async (limit) => {
    const next = queue.shift()
    if (next) return next
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      wake = resolve
      timer = setTimeout(resolve, limit)
    })
    clearTimeout(timer)
    return queue.shift() ?? { type: 'too-slow' }
  }
}

/** Ends a process that has a group of its own, and the rest of that. */
export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
