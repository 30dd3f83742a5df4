import { execFileSync, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Other tools that compare two databases, installed into a folder of their own when they are asked for. */
export interface Peers {
  readonly names: readonly string[]
  time(name: string, old: string, rebuilt: string): Promise<Timed>
  remove(): void
}

export interface Timed {
  readonly milliseconds: number
  /** Statements or deltas that it calls different; two equal databases have none. */
  readonly differences: number
  readonly peakKilobytes: number
}

/** Each with what compares two URLs by it, as its own documentation shows. */
const PEERS: Readonly<Record<string, { readonly version: string; readonly compares: string }>> = {
  '@supabase/pg-delta': {
    version: '1.0.0-alpha.34',
    compares: `
      const { extract, diff } = await import('@supabase/pg-delta')
      const { default: pg } = await import('pg')
      const pools = [old, rebuilt].map((connectionString) => new pg.Pool({ connectionString }))
      const [a, b] = await Promise.all(pools.map((pool) => extract(pool)))
      const found = diff(a.factBase, b.factBase).length
      await Promise.all(pools.map((pool) => pool.end()))
      return found`,
  },
  '@pgkit/migra': {
    version: '0.6.1',
    compares: `
      const { run } = await import('@pgkit/migra')
      return (await run(old, rebuilt, { unsafe: true })).statements.length`,
  },
}

export function installPeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-bench-peers-'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const packages = Object.entries(PEERS).map(([name, { version }]) => `${name}@${version}`)
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
    cwd: folder,
    stdio: 'ignore',
  })
  return {
    names: Object.keys(PEERS),
    time: (name, old, rebuilt) => timeIn(folder, name, old, rebuilt),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function timeIn(folder: string, name: string, old: string, rebuilt: string): Promise<Timed> {
  const file = join(folder, `${name.replaceAll(/\W/g, '-')}.mjs`)
  writeFileSync(
    file,
    `
    const work = async (old, rebuilt) => {${PEERS[name]?.compares ?? ''}
    }
    process.once('message', async ({ old, rebuilt }) => {
      const started = performance.now()
      const differences = await work(old, rebuilt)
      const milliseconds = performance.now() - started
      process.send({ milliseconds, differences, peakKilobytes: process.resourceUsage().maxRSS }, () => process.exit())
    })`,
  )
  const child = fork(file, {
    cwd: folder,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve, reject) => {
    let answer: Timed | undefined
    child.once('message', (message) => (answer = message as Timed))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (answer) resolve(answer)
      else
        reject(new Error(`it ended with ${code}: ${said.trim().split('\n').slice(0, 3).join(' ')}`))
    })
    child.send({ old, rebuilt })
  })
}
