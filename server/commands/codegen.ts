import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connectionParts, migrationEnvironment } from '../history/environment.ts'
import { migrationApplicationName, probe } from '../history/server-side.ts'
import { end, endStrays, watchOver } from '../history/strays.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { readPackage } from '../project/installed.ts'
import { inTemporaryFolder } from '../proof/temporary-folder.ts'
import { codegenOptions } from '../types/codegen-options.ts'

/** The project's own kysely-codegen, and the options that its scripts give it. */
export interface Codegen {
  readonly bin: string
  readonly folder: string
  readonly version: string
  readonly options: readonly string[]
  /** What of the project's own way it is not run with; null where nothing is left out. */
  readonly leftOut: string | null
}

/** What it wrote about one database, or why it wrote nothing. */
export type CodegenRun =
  | { readonly status: 'written'; readonly text: string }
  | { readonly status: 'failed'; readonly why: string }

const LIMIT_MILLISECONDS = 60_000
/** How many lines say what went wrong, its headline included. */
const CAUSE_LINES = 3
const MOST_BYTES = 50_000_000

/** Looks for it as the project's scripts would find it; undefined where it is not installed. */
export function codegenOf(folder: string): Codegen | undefined {
  for (let place = folder; ; place = dirname(place)) {
    const home = join(place, 'node_modules/kysely-codegen')
    const found = existsSync(home) ? readPackage(home) : undefined
    const file = binOf(found?.['bin'])
    if (found && file !== undefined) {
      const said = codegenOptions(readPackage(folder)?.['scripts'])
      return {
        bin: join(home, file),
        folder,
        version: String(found['version']),
        options: said.status === 'plain' ? said.options : [],
        leftOut:
          said.status === 'not plain'
            ? `the options of the script ${said.script}, which only a shell can read`
            : null,
      }
    }
    if (place === dirname(place)) return undefined
  }
}

function binOf(bin: unknown): string | undefined {
  if (typeof bin === 'string') return bin
  const file: unknown =
    bin !== null && typeof bin === 'object' && Reflect.get(bin, 'kysely-codegen')
  return typeof file === 'string' ? file : undefined
}

/**
 * Runs it on a scratch database. The URL reaches it by its environment alone, where every known way to name a database
 * names that one: it is told to look there, whatever its configuration says.
 */
export async function runCodegen(
  codegen: Codegen,
  database: DatabaseUrl,
  options: { readonly runId: string; readonly signal?: AbortSignal | undefined },
): Promise<CodegenRun> {
  return inTemporaryFolder((place) => runInto(join(place, 'types.ts'), codegen, database, options))
}

/** What it prints beside the types is its own: some versions greet with another line each time. */
async function runInto(
  file: string,
  { bin, folder, options }: Codegen,
  database: DatabaseUrl,
  { runId, signal }: { readonly runId: string; readonly signal?: AbortSignal | undefined },
): Promise<CodegenRun> {
  const probed = await probe({ database, runId })
  const connection = connectionParts(database, migrationApplicationName(runId), probed)
  const env = migrationEnvironment(process.env, connection, undefined)
  const ours = [
    '--dialect=postgres',
    '--url=env(DATABASE_URL)',
    '--print=false',
    `--out-file=${file}`,
    '--log-level=error',
  ]
  const child = spawn(process.execPath, [bin, ...options, ...ours], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const dismiss = watchOver(child.pid, env)
  const stop = (): void => {
    if (child.pid !== undefined) end(process.platform === 'win32' ? child.pid : -child.pid)
  }
  let [said, late] = ['', '']
  child.stderr
    .setEncoding('utf8')
    .on('data', (more: string) => (said = `${said}${more}`.slice(0, 4000)))
  const timer = setTimeout(() => {
    late = `it did not end within ${LIMIT_MILLISECONDS / 1000} seconds and was stopped`
    stop()
  }, LIMIT_MILLISECONDS)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('close', (exit, by) => resolve(exit ?? String(by)))
  })
  clearTimeout(timer)
  signal?.removeEventListener('abort', stop)
  stop()
  endStrays(env)
  dismiss()
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (bytes > MOST_BYTES) return { status: 'failed', why: `it wrote ${bytes} bytes of types` }
  const text = code === 0 && bytes > 0 ? readFileSync(file, 'utf8') : ''
  if (text.includes('export interface DB')) return { status: 'written', text }
  const lines = said.trim().split('\n')
  const headline = lines.findIndex((line) => /^\S*Error\b/.test(line))
  const from = headline < 0 ? lines.findIndex((line) => /Error\b/.test(line)) : headline
  const last = lines.slice(from, from < 0 ? undefined : from + CAUSE_LINES).join(' ')
  const why =
    late || (code === 0 ? 'it wrote no types' : `it ended with ${code}${last && `: ${last}`}`)
  return { status: 'failed', why }
}
