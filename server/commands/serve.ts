import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { buildApp, listen, newLink } from '../app.ts'
import type { Report } from '../../shared/api.ts'
import type { CommandContext } from './command.ts'
import { portOf } from './options.ts'

const WEB_ROOT = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/** Serves a report on this machine until the command is interrupted. */
export async function serve(report: Report, { values, signal, print }: CommandContext): Promise<0> {
  const log = {
    write: (line: string): void => void (line.includes('"level":50') && process.stderr.write(line)),
  }
  const app = await buildApp({ report: () => report, webRoot: WEB_ROOT, log })
  try {
    const port = portOf(values)
    const link = await listen(app, port === undefined ? {} : { port })
    print(`\nThe page: ${link}\nIt works once, for one tab of this machine. Ctrl+C ends it.`)
    if (values['no-open'] !== true && process.stdout.isTTY && process.env['CI'] === undefined) {
      openBrowser(newLink(app))
    }
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    await app.close()
  }
  return 0
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
