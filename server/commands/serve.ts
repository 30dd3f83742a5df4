import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Report } from '../../shared/api.ts'
import { buildApp, listen, newLink } from '../app.ts'
import type { CommandContext } from './command.ts'
import { jsonText } from './conclude.ts'
import { wholeNumber } from './options.ts'

const WEB_ROOT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const ERROR_LEVEL = 50

/**
 * Serves the report of some work on this machine until the command is called off. The port is taken first, so that a
 * long work is not done in vain; who knows no link sees nothing meanwhile.
 */
export async function servePage(
  context: CommandContext,
  work: () => Promise<Report>,
  textOf: (report: Report) => string,
): Promise<0> {
  const { values, signal, print, json } = context
  const port = wholeNumber(values, 'port', { from: 0, to: 65_535 })
  let report: Report | undefined
  const app = await buildApp({
    report: () => report ?? notReady(),
    webRoot: WEB_ROOT,
    log: { write: (line) => tellDefect(line, context) },
  })
  try {
    await listen(app, port === undefined ? {} : { port })
    report = await work()
    const page = newLink(app)
    print(
      json
        ? jsonText({ page, ...report })
        : `${textOf(report)}\n\nThe page: ${page}\nThe link works once, for one tab on this machine. Ctrl+C ends it.`,
    )
    if (mayOpen(context)) openBrowser(newLink(app))
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    await app.close()
  }
  return 0
}

function notReady(): never {
  throw new Error('the page was asked before it was ready')
}

/** Of the server's log people read defects only. */
function tellDefect(line: string, { progress, environment }: CommandContext): void {
  const { level, err, msg } = JSON.parse(line) as {
    level: number
    err?: { message?: string; stack?: string }
    msg?: string
  }
  if (level < ERROR_LEVEL) return
  progress(`The page's server met a defect: ${err?.message ?? msg ?? 'unknown'}`)
  if (environment.debug && err?.stack !== undefined) progress(err.stack)
}

/** Only for a person at this machine's own screen. */
function mayOpen({ values, environment }: CommandContext): boolean {
  if (values['no-open'] === true || environment.ci || !process.stdout.isTTY) return false
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** A machine without a browser is no error: the link was printed. */
function openBrowser(link: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [string, readonly string[]]>> = {
    darwin: ['open', [link]],
    win32: ['rundll32', ['url.dll,FileProtocolHandler', link]],
  }
  const [command, words] = openers[process.platform] ?? ['xdg-open', [link]]
  const child = spawn(command, words, { stdio: 'ignore', detached: true })
  child.once('error', () => {})
  child.unref()
}
