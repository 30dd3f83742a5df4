import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, Request } from './job.ts'

export interface Measured extends Answer {
  /** Largest sum of its child processes' resident sets; null where the system does not tell. */
  readonly childrenKilobytes: number | null
}

const SAMPLE_MS = 50

/** Runs one job in a process of its own and watches the memory of what that starts. */
export function measure(request: Request): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'job.ts'), { execArgv: ['--import', 'tsx'] })
  let childrenKilobytes = process.platform === 'linux' ? 0 : null
  const sampling = setInterval(() => {
    if (childrenKilobytes === null || child.pid === undefined) return
    childrenKilobytes = Math.max(childrenKilobytes, nodeBelow(child.pid))
  }, SAMPLE_MS)
  return new Promise<Measured>((resolve, reject) => {
    let answer: Answer | undefined
    child.once('message', (message) => (answer = message as Answer))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (answer) resolve({ ...answer, childrenKilobytes })
      else reject(new Error(`the job ${request.job} ended with ${code} and no answer`))
    })
    child.send(request)
  }).finally(() => clearInterval(sampling))
}

/** Kilobytes of all Node processes below this one. */
function nodeBelow(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processOf(Number(pid)) ?? [])
  const isBelow = (pid: number): boolean => {
    const parent = processes.find((each) => each.pid === pid)?.parent
    return parent === root || (parent !== undefined && parent > 1 && isBelow(parent))
  }
  return processes
    .filter(({ pid, isNode }) => isNode && isBelow(pid))
    .reduce((sum, { kilobytes }) => sum + kilobytes, 0)
}

interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  readonly kilobytes: number
  readonly isNode: boolean
}

function processOf(pid: number): ProcessFacts | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string): string =>
      new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? ''
    const isNode = /^(node|MainThread)/.test(field('Name'))
    return { pid, parent: Number(field('PPid')), kilobytes: Number(field('VmRSS') || 0), isNode }
  } catch {
    // It ended between the two looks.
    return undefined
  }
}
