import { constants } from 'node:os'
import type { Terminal } from './commands/terminal.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const PATIENCE_MILLISECONDS = 10_000
/** npm passes a signal on that the terminal has sent already. */
const SAME_MILLISECONDS = 1000

const words = process.argv.slice(2)
const controller = new AbortController()
let told: { readonly terminal: Terminal; readonly tell: (error: unknown) => void } | undefined
let stopping: { readonly by: (typeof SIGNALS)[number]; readonly at: number } | undefined

for (const by of SIGNALS) process.on(by, () => stop(by))
process.on('uncaughtException', (error) => void fail(error))

try {
  // Loaded here, so that a file which can't be loaded ends with 2 as well.
  const { maskOf } = await import('./commands/masking.ts')
  const { openTerminal } = await import('./commands/terminal.ts')
  const { runCall, tellFailure } = await import('./commands/run.ts')
  const mask = maskOf(words, process.env)
  hideWords(mask)
  const terminal = openTerminal(mask)
  const call = { words, variables: process.env, signal: controller.signal, terminal, mask }
  told = { terminal, tell: (error) => tellFailure(call, error) }
  const code = await runCall(call)
  process.exit(await endCode(code, terminal))
} catch (error) {
  await fail(error)
}

/** A result that could not be written was not told. */
async function endCode(code: number, terminal: Terminal): Promise<number> {
  if (!(await terminal.flush())) return 2
  return code === 2 && stopping ? 128 + constants.signals[stopping.by] : code
}

/** Calls the work off; who insists, or waits in vain, is let go at once. */
function stop(by: (typeof SIGNALS)[number]): void {
  const code = 128 + constants.signals[by]
  if (stopping && Date.now() - stopping.at > SAME_MILLISECONDS) process.exit(code)
  if (stopping) return
  stopping = { by, at: Date.now() }
  controller.abort()
  setTimeout(() => process.exit(code), PATIENCE_MILLISECONDS).unref()
}

/** What nobody caught: one sentence, no stack. */
async function fail(error: unknown): Promise<void> {
  if (told) told.tell(error)
  else process.stderr.write(`Could not start: ${String(error).split('\n')[0]}\n`)
  await told?.terminal.flush()
  process.exit(2)
}

/** A password on the command line is not left in the list of processes. */
function hideWords(mask: (text: string) => string): void {
  const line = ['rebaseline', ...words].join(' ')
  if (mask(line) !== line) process.title = mask(line)
}
