import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildApp, listen, newLink } from '../app.ts'
import { ROOT } from '../place.ts'
import { freePort, keepPort, keptPorts } from '../project/ports.ts'
import type { Workbench } from '../workbench/workbench.ts'
import type { Job } from '../../shared/job.ts'
import type { CommandContext } from './command.ts'
import { jsonText } from './conclude.ts'
import { wholeNumber } from './options.ts'
import { errorText } from './terminal.ts'
import { visibleLines } from './visible.ts'

const WEB_ROOT = join(ROOT, 'dist', 'web')
const ERROR_LEVEL = 50

const ASKED = 'The page asks where the migrations are; nothing was created yet'

/** What the page is served for, and what is said in the terminal once its first job is over. */
export interface Served {
  readonly workbench: Workbench
  readonly summary: () => string
  /** The same for --json. */
  readonly document: () => object
}

/** Serves the dashboard on this machine until the command is called off; its first job runs in the background. */
export async function serveDashboard(
  context: CommandContext,
  { workbench, summary, document }: Served,
): Promise<0> {
  const { values, signal, print, json } = context
  const port = wholeNumber(values, 'port', { from: 0, to: 65_535 })
  const app = await buildApp({
    workbench,
    webRoot: WEB_ROOT,
    log: { write: (line) => tellDefect(line, context) },
  })
  try {
    const { project } = workbench
    const kept = port === undefined && project ? await keptPorts(project) : []
    const chosen = port ?? (await freePort(kept))
    const link = await listen(app, chosen === undefined ? {} : { port: chosen })
    if (port === undefined && project) {
      await keepPort(project, kept, Number(new URL(link).port))
      if (chosen === undefined && kept.length > 0) {
        context.tell(
          `The page has another port than before, since ${kept.join(', ')} is in use: what was typed and not saved there shows only there.`,
        )
      }
    }
    const isAsked = workbench.way === 'first-run'
    if (!json) print(`${isAsked ? ASKED : 'The page is open while the first run goes on'}: ${link}`)
    if (mayOpen(context)) openBrowser(newLink(app))
    if (!isAsked) workbench.start('prove')
    const over = workbench.firstJob().then(async (job) => {
      const { project: begun } = workbench
      if (isAsked && begun)
        await keepPort(begun, await keptPorts(begun), Number(new URL(link).port))
      if (signal.aborted) return
      const page = newLink(app)
      if (json)
        return print(jsonText({ page, ...(job?.error ? { error: job.error } : document()) }))
      print(job?.error ? failedText(job.error) : summary())
      print(
        `\nThe page: ${page}\nThe link works once, for one tab on this machine. Ctrl+C ends it.`,
      )
    })
    if (!signal.aborted) await once(signal, 'abort')
    await workbench.close()
    await over
  } finally {
    await workbench.close()
    await app.close()
  }
  return 0
}

/** Nothing that a job met may steer the terminal that it is told in. */
export const failedText = (error: NonNullable<Job['error']>): string =>
  visibleLines(errorText(error))

/** Of the server's log people read defects only. */
function tellDefect(line: string, { tell, environment }: CommandContext): void {
  const { level, err, msg } = JSON.parse(line) as {
    level: number
    err?: { message?: string; stack?: string }
    msg?: string
  }
  if (level < ERROR_LEVEL) return
  tell(`The page's server met a defect: ${err?.message ?? msg ?? 'unknown'}`)
  if (environment.debug && err?.stack !== undefined) tell(err.stack)
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
