import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { withLock } from './lock.mjs'
import { complaint, Problem, say, secondsSince } from './problem.mjs'

const FOLDERS = ['web', 'shared']
const FILES = ['vite.config.ts', 'tsconfig.json', 'package-lock.json', 'index.html']

/**
 * Builds the page into dist/web, unless what it is made of is unchanged.
 * @param {string} root
 */
export async function buildPageIfChanged(root) {
  if (!existsSync(join(root, 'vite.config.ts')) || isBuilt(root)) return
  await withLock(root, async () => {
    if (!isBuilt(root)) build(root)
  })
}

/** @param {string} root */
const markerOf = (root) => join(root, 'dist', '.page-built')

/** @param {string} root */
function isBuilt(root) {
  const marker = markerOf(root)
  if (!existsSync(join(root, 'dist', 'web', 'index.html')) || !existsSync(marker)) return false
  return readFileSync(marker, 'utf8') === inputHash(root)
}

/**
 * Built aside, then put in place: a running instance never serves half a page.
 * @param {string} root
 */
function build(root) {
  const started = Date.now()
  say('Building the page…')
  const hash = inputHash(root)
  const fresh = join(root, 'dist', '.web-new')
  rmSync(fresh, { recursive: true, force: true })
  try {
    runVite(root, fresh)
    const target = join(root, 'dist', 'web')
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
    writeFileSync(markerOf(root), hash)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  say(`Built in ${secondsSince(started)}.`)
}

/**
 * @param {string} root
 * @param {string} target
 */
function runVite(root, target) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = ['build', '--outDir', target, '--emptyOutDir', '--logLevel', 'warn']
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [vite, ...options], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
  })
  if (status === 0 && existsSync(join(target, 'index.html'))) return
  const output = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`
  throw new Problem(`Building the page failed:\n${complaint(output)}`)
}

/** @param {string} root */
function inputHash(root) {
  const hash = createHash('sha256')
  for (const file of inputs(root)) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file).split(sep).join('/')} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/** @param {string} root */
function inputs(root) {
  const files = FILES.map((name) => join(root, name)).filter((file) => existsSync(file))
  return [...files, ...FOLDERS.flatMap((name) => filesBelow(join(root, name)))].sort()
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.test\.[cm]?[jt]sx?$/.test(entry.name) ? [] : [path]
  })
}
