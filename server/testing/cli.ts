import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { builtFile } from '../place.ts'

/** A call of the program that is over. */
export interface Ended {
  readonly code: number | NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A call of the program that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** What it has written once that holds such a text. */
  saying(text: RegExp): Promise<string>
}

export interface CliOptions {
  /** The file that is run; the one built here unless told. */
  readonly program?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Calls the real program in a process of its own. */
export const cli = (words: readonly string[], options: CliOptions = {}): Promise<Ended> =>
  startCli(words, options).ended

/** Starts the real program; the machine's own settings are left out. */
export function startCli(words: readonly string[], options: CliOptions = {}): Running {
  const { program = builtFile('main.js'), cwd, env } = options
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PG|REBASELINE_|GITHUB_|NODE_OPTIONS$|VITEST)/.test(name),
  )
  const child = spawn(process.execPath, [program, ...words], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name] as Readable
    stream.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? signal, ...written }))
  })
  const saying = (text: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const all = written.stdout + written.stderr
        if (text.test(all)) resolve(all)
      }
      listeners.add(look)
      look()
      void ended.then(({ stderr }) =>
        reject(new Error(`it ended without saying ${text}: ${stderr}`)),
      )
    })
  return { child, ended, saying }
}

/** The one JSON document on stdout; throws where there is anything else. */
export const documentOf = ({ stdout }: Pick<Ended, 'stdout'>): Record<string, unknown> =>
  JSON.parse(stdout) as Record<string, unknown>
