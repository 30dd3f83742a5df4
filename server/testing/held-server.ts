import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseUrl } from '../postgres/redact.ts'
import { program } from './program.ts'

const PROGRAM = program('hold-server')

/** A temporary folder that every user can pass through. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-test-'))
  chmodSync(folder, 0o755)
  return folder
}

export const removeOpenFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

/** Another process of ours with a server of its own. */
export interface HeldServer extends Held {
  /** Its run folder. */
  readonly folder: string
  readonly postmaster: number
}

export interface Held {
  readonly child: ChildProcess
  readonly url: DatabaseUrl
}

/** Starts a process of its own with a server; its temporary files lie below that folder. */
export async function holdServer(temporary: string): Promise<HeldServer> {
  const held = await hold({ TMPDIR: temporary })
  const folder = runFolders(temporary).find((path) => portOf(path) === held.url.port)
  if (folder === undefined) throw new Error('the run folder was not found')
  return { ...held, folder, postmaster: Number(lines(folder)[0]) }
}

/** Starts a process of its own with a scratch database on that server. */
export const holdScratch = (server: DatabaseUrl): Promise<Held> =>
  hold({ HELD_URL: server.reveal() })

async function hold(environment: Record<string, string>): Promise<Held> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${errors}`)))
  })
  return { child, url: new DatabaseUrl(url) }
}

export const runFolders = (temporary: string): string[] => {
  const base = join(temporary, `rebaseline-postgres-${process.getuid?.()}`)
  if (!existsSync(base)) return []
  return readdirSync(base)
    .filter((name) => name.startsWith('run-'))
    .map((name) => join(base, name))
}

const lines = (folder: string): string[] =>
  readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
function portOf(folder: string): number | undefined {
  try {
    return Number(lines(folder)[3])
  } catch {
    return undefined
  }
}

/** Process numbers whose command line holds that text. */
export function processesWith(text: string): number[] {
  const { stdout } = spawnSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10))
}

/** Waits until something is so. */
export async function until(
  isSo: () => boolean,
  what: string,
  milliseconds = 30_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await wait(25)
  }
}

export const ended = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      return resolve(child.exitCode ?? child.signalCode)
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
