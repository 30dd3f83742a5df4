import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { withLock } from './lock.mjs'
import { complaint, Problem, say, secondsSince } from './problem.mjs'
import { runningInstances } from './running.mjs'

/**
 * Something that is built into a folder of `dist`.
 * @typedef {object} Built
 * @property {string} name
 * @property {string} target
 * @property {string} proof a file that is there when it was built
 * @property {string} entry
 * @property {string} config
 * @property {readonly string[]} folders what it is made of
 */

/** @type {readonly Built[]} */
const ALL = [
  {
    name: 'page',
    target: 'web',
    proof: 'index.html',
    entry: 'web/index.html',
    config: 'vite.config.ts',
    folders: ['web', 'shared'],
  },
  {
    name: 'program',
    target: 'server',
    proof: 'main.js',
    entry: 'server/main.ts',
    config: 'vite.program.config.ts',
    folders: ['server', 'shared'],
  },
]

const FILES = ['tsconfig.json', 'package-lock.json']

/**
 * Builds page and program into dist, unless what they are made of is unchanged.
 * @param {string} root
 */
export async function buildIfChanged(root) {
  for (const built of ALL) {
    if (!existsSync(join(root, built.entry)) || isBuilt(root, built)) continue
    await withLock(root, async () => {
      if (!isBuilt(root, built)) build(root, built)
    })
  }
}

/**
 * @param {string} root
 * @param {Built} built
 */
const markerOf = (root, { name }) => join(root, 'dist', `.${name}-built`)

/**
 * @param {string} root
 * @param {Built} built
 */
function isBuilt(root, built) {
  const marker = markerOf(root, built)
  if (!existsSync(join(root, 'dist', built.target, built.proof)) || !existsSync(marker)) {
    return false
  }
  return readFileSync(marker, 'utf8') === inputHash(root, built)
}

/**
 * Built aside, then put in place: a running instance never meets half of it.
 * @param {string} root
 * @param {Built} built
 */
function build(root, built) {
  const started = Date.now()
  say(`Building the ${built.name}…`)
  const hash = inputHash(root, built)
  const fresh = join(root, 'dist', `.${built.target}-new`)
  rmSync(fresh, { recursive: true, force: true })
  try {
    runVite(root, built, fresh)
    const target = join(root, 'dist', built.target)
    // A running instance may still ask for what it was built with.
    if (runningInstances(root).length === 0) rmSync(target, { recursive: true, force: true })
    for (const file of filesBelow(fresh)) {
      const place = join(target, relative(fresh, file))
      mkdirSync(dirname(place), { recursive: true })
      renameSync(file, place)
    }
    writeFileSync(markerOf(root, built), hash)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  say(`Built in ${secondsSince(started)}.`)
}

/**
 * @param {string} root
 * @param {Built} built
 * @param {string} target
 */
function runVite(root, { name, config, proof }, target) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = ['build', '-c', config, '--outDir', target, '--emptyOutDir', '--logLevel', 'warn']
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [vite, ...options], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
  })
  if (status === 0 && existsSync(join(target, proof))) return
  const output = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`
  throw new Problem(`Building the ${name} failed:\n${complaint(output)}`)
}

/**
 * @param {string} root
 * @param {Built} built
 */
function inputHash(root, built) {
  const hash = createHash('sha256')
  for (const file of inputs(root, built)) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file).split(sep).join('/')} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {Built} built
 */
function inputs(root, { config, folders }) {
  const files = [config, ...FILES].map((name) => join(root, name))
  return [
    ...files.filter((file) => existsSync(file)),
    ...folders.flatMap((name) => filesBelow(join(root, name))),
  ].sort()
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isOfTests(entry.name) ? [] : filesBelow(path)
    return /\.test\.[cm]?[jt]sx?$/.test(entry.name) ? [] : [path]
  })
}

/** @param {string} folder */
const isOfTests = (folder) => ['testing', 'corpus', 'fixtures'].includes(folder)
