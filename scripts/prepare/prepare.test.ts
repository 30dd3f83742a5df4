import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { withLock } from './lock.mjs'
import { nodeProblem } from './node-version.mjs'
import { hasEverything, matchesLock } from './packages.mjs'
import { complaint } from './problem.mjs'
import { runningInstances, runMarkers } from './running.mjs'
import { installIfMissing } from './install.mjs'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const DEAD = 4_194_305

const roots: string[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

function checkout(): string {
  const root = mkdtempSync(join(tmpdir(), 'a checkout of '))
  roots.push(root)
  return root
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, JSON.stringify(value))
}

const holder = (pid: number) => ({ pid, host: hostname(), token: `${pid}-test` })

test('a Node that is too old is told which one is needed', () => {
  expect(nodeProblem(repository, '20.19.0')).toBeUndefined()
  expect(nodeProblem(repository, '24.0.0')).toBeUndefined()
  expect(nodeProblem(repository, '20.18.3')).toMatch(
    /needs Node 20\.19 or newer; this is Node 20\.18\.3/,
  )
  expect(nodeProblem(repository, '18.20.0')).toMatch(/needs Node 20\.19/)
})

const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/other': { version: '1.0.0', optional: true, os: ['elsewhere'] },
    'node_modules/ours': { version: '1.0.0', optional: true, os: [process.platform] },
  },
}

function installed(root: string, packages: Record<string, unknown>): void {
  writeJson(join(root, 'package-lock.json'), LOCK)
  writeJson(join(root, 'node_modules/.package-lock.json'), { packages })
  for (const path of Object.keys(packages)) mkdirSync(join(root, path), { recursive: true })
}

const { '': _root, 'node_modules/other': _other, ...HERE } = LOCK.packages

test('what npm installed by hand is recognised, packages of other platforms aside', () => {
  const root = checkout()
  installed(root, HERE)
  expect([matchesLock(root), hasEverything(root)]).toEqual([true, true])
})

test('another version, a package too many, one missing: the lock file is not met', () => {
  for (const packages of [
    { ...HERE, 'node_modules/a': { version: '1.0.1', integrity: 'x' } },
    { ...HERE, 'node_modules/a': { version: '1.0.0', integrity: 'y' } },
    { ...HERE, 'node_modules/b': { version: '1.0.0' } },
    { 'node_modules/a': HERE['node_modules/a'] },
    { 'node_modules/ours': HERE['node_modules/ours'] },
  ]) {
    const root = checkout()
    installed(root, packages)
    expect(matchesLock(root)).toBe(false)
  }
})

test('a package whose folder was removed is missed', () => {
  const root = checkout()
  installed(root, HERE)
  rmSync(join(root, 'node_modules/a'), { recursive: true })
  expect(hasEverything(root)).toBe(false)
})

test('nothing is installed where the marker or npm itself says that all is there', async () => {
  const root = checkout()
  installed(root, HERE)
  await installIfMissing(root)
  const marker = join(root, 'node_modules/.rebaseline-installed')
  expect(existsSync(marker)).toBe(true)
  rmSync(join(root, 'node_modules/.package-lock.json'))
  await installIfMissing(root)
  expect(existsSync(join(root, 'node_modules/a'))).toBe(true)
})

test('an install whose files were not all written counts as none', async () => {
  const root = checkout()
  const npm = join(root, 'npm-cli.mjs')
  writeFileSync(
    npm,
    `import { mkdirSync, writeFileSync } from 'node:fs'
    for (const path of ${JSON.stringify(Object.keys(HERE))}) mkdirSync(path, { recursive: true })
    writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify({ packages: HERE }))})
    console.error('npm warn deprecated a@1.0.0: old')
    console.error('npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write')`,
  )
  writeJson(join(root, 'package-lock.json'), LOCK)
  vi.stubEnv('npm_execpath', npm)
  const told = /What npm says:\n {2}npm warn tar .+\nThe disk is full/
  await expect(installIfMissing(root)).rejects.toThrow(told)
  await expect(installIfMissing(root)).rejects.toThrow(told)
})

test('node_modules is not replaced under a running instance', async () => {
  const root = checkout()
  installed(root, {})
  writeJson(join(runMarkers(root), 'one.json'), holder(process.pid))
  await expect(installIfMissing(root)).rejects.toThrow(
    `running from this folder (process ${process.pid})`,
  )
  expect(readdirSync(join(root, 'dist'))).toEqual(['running'])
})

test('markers of instances that ended without removing them are swept', () => {
  const root = checkout()
  writeJson(join(runMarkers(root), 'dead.json'), holder(DEAD))
  const asleep = join(runMarkers(root), 'asleep.json')
  writeJson(asleep, holder(process.pid))
  utimesSync(asleep, new Date(0), new Date(0))
  writeJson(join(runMarkers(root), 'alive.json'), holder(process.pid))
  expect(runningInstances(root)).toEqual([process.pid])
  expect(readdirSync(runMarkers(root))).toEqual(['alive.json'])
})

test('a preloaded marker lives as long as its process', async () => {
  const script = `const { readdirSync } = require('node:fs'); process.stdout.write(String(readdirSync('dist/running')))`
  const root = checkout()
  mkdirSync(join(root, 'scripts/prepare'), { recursive: true })
  for (const file of ['running.mjs', 'prepare/holder.mjs', 'prepare/running.mjs']) {
    writeFileSync(join(root, 'scripts', file), readFileSync(join(repository, 'scripts', file)))
  }
  const { stdout } = spawnSync(
    process.execPath,
    ['--import', './scripts/running.mjs', '-e', script],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  expect(stdout).toMatch(/^\d+-.*\.json$/)
  expect(readdirSync(join(root, 'dist/running'))).toEqual([])
})

test('two preparations of one checkout never work at the same time', async () => {
  const root = checkout()
  const log = join(root, 'log')
  writeFileSync(log, '')
  const program = `import { appendFileSync } from 'node:fs'
import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)}
await withLock(${JSON.stringify(root)}, async () => {
  appendFileSync(${JSON.stringify(log)}, 'in ')
  await new Promise((resolve) => setTimeout(resolve, 300))
  appendFileSync(${JSON.stringify(log)}, 'out ')
})`
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' }),
  )
  const codes = await Promise.all(children.map((child) => once(child, 'close')))
  expect(codes).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ])
  expect(readFileSync(log, 'utf8')).toBe('in out in out in out ')
  expect(readdirSync(join(root, 'dist'))).toEqual([])
})

test('the lock of a process that was killed is taken over', async () => {
  const root = checkout()
  writeJson(join(root, 'dist/prepare.lock/owner.json'), holder(DEAD))
  expect(await withLock(root, async () => 'done')).toBe('done')
  expect(existsSync(join(root, 'dist/prepare.lock'))).toBe(false)
})

test('the lock is given back after a failure', async () => {
  const root = checkout()
  await expect(withLock(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(readdirSync(join(root, 'dist'))).toEqual([])
})

test('what a tool complains of is shown without its stack and notices', () => {
  const output =
    'npm error code E404\nnpm error\nnpm error     at x (y:1:2)\nnpm notice new\nlast\n'
  expect(complaint(output)).toBe('  npm error code E404\n  last')
})
