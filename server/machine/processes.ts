import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { homedir, hostname } from 'node:os'

/** A process that can be recognised later: its number alone may by then belong to another one. */
export interface ProcessMark {
  /** The machine and its process numbering (a container has its own). */
  readonly home: string
  readonly pid: number
  /** When it started, in the words of its system; empty where that can't be known. */
  readonly start: string
}

/** This process. */
export const ownMark = (): ProcessMark => ({
  home: home(),
  pid: process.pid,
  start: startOf(process.pid) ?? '',
})

/** Whether a process of ours still runs; `unknown` for one of another machine or container. */
export function stateOf({ home: where, pid, start }: ProcessMark): 'alive' | 'dead' | 'unknown' {
  if (where !== home()) return 'unknown'
  if (!isAlive(pid)) return 'dead'
  return (startOf(pid) ?? '') === start ? 'alive' : 'dead'
}

/** A name for a file or folder of this process, and of no other. */
export function ownName(before: string, after = ''): string {
  const { home: where, pid, start } = ownMark()
  return `${before}${where}-${pid}-${start}-${randomBytes(4).toString('hex')}${after}`
}

const MARK = /^([0-9a-f]{12})-(\d+)-([0-9a-f]*)-[0-9a-f]{8}$/

/** What became of the process that gave that name; undefined where it is no such name. */
export function ownerOfName(
  name: string,
  before: string,
  after = '',
): ReturnType<typeof stateOf> | undefined {
  if (!name.startsWith(before) || !name.endsWith(after)) return undefined
  const [, where = '', pid = '', start = ''] =
    MARK.exec(name.slice(before.length, name.length - after.length)) ?? []
  return pid === '' ? undefined : stateOf({ home: where, pid: Number(pid), start })
}

const TEMPORARY = /\.([^.]+)\.tmp$/

/** A name for a text that takes the place of that file once it is whole. */
export const temporaryName = (path: string): string => ownName(`${path}.`, '.tmp')

/** Whether a file is such a text whose writer is gone. */
export function isLeftOver(name: string): boolean {
  const [, mark = ''] = TEMPORARY.exec(name) ?? []
  return ownerOfName(mark, '') === 'dead'
}

/** Whether a process with that number runs; one that only waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return statOf(pid)?.[0] !== 'Z'
}

/** The command line of a running process, or empty. */
export function commandOf(pid: number): string {
  if (process.platform === 'linux') return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
  return ps(pid, 'command=')
}

/** Blocks for a moment: for exit handlers, which can't wait otherwise. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

let knownHome: string | undefined
function home(): string {
  if (knownHome !== undefined) return knownHome
  let numbering = ''
  try {
    numbering = readlinkSync('/proc/self/ns/pid')
  } catch {
    numbering = homedir()
  }
  const parts = [hostname(), read('/etc/machine-id') ?? '', numbering]
  knownHome = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)
  return knownHome
}

function startOf(pid: number): string | undefined {
  if (process.platform === 'win32') return ''
  const text = process.platform === 'linux' ? `${statOf(pid)?.[19]} ${boot()}` : ps(pid, 'lstart=')
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

const boot = (): string => read('/proc/sys/kernel/random/boot_id') ?? ''

/** The fields of /proc/<pid>/stat from the state on: the name before may hold blanks and brackets. */
function statOf(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

const ps = (pid: number, column: string): string =>
  spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
