import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
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
 * @property {readonly string[]} options
 * @property {readonly string[]} madeOf files and folders
 */

/** @type {readonly Built[]} */
const FOR_PEOPLE = [
  {
    name: 'page',
    target: 'web',
    proof: 'index.html',
    entry: 'web/index.html',
    options: [],
    madeOf: ['vite.config.ts', 'web', 'shared'],
  },
  {
    name: 'program',
    target: 'server',
    proof: 'main.js',
    entry: 'server/main.ts',
    options: ['-c', 'vite.program.config.ts'],
    madeOf: ['vite.program.config.ts', 'server', 'shared'],
  },
]

/** @type {readonly Built[]} */
export const FOR_TESTS = [
  ...FOR_PEOPLE,
  {
    name: 'test programs',
    target: 'testing',
    proof: 'hold-server.js',
    entry: 'server/testing/programs/hold-server.ts',
    options: ['-c', 'vite.program.config.ts', '--mode', 'testing'],
    madeOf: ['vite.program.config.ts', 'server', 'shared'],
  },
]

const FILES = ['tsconfig.json', 'package-lock.json']
const LEFT_OUT = new Set(['corpus', 'fixtures'])

/**
 * Builds into dist what is not there as its sources say.
 * @param {string} root
 * @param {readonly Built[]} [wanted]
 */
export async function buildIfChanged(root, wanted = FOR_PEOPLE) {
  for (const built of wanted) {
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
const markerOf = (root, { name }) => join(root, 'dist', `.${name.replace(' ', '-')}-built`)

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
 * Built aside, then put in place file by file.
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
    // A running instance may still ask for parts of what it was built with: they bear other names.
    if (runningInstances(root).length === 0) rmSync(target, { recursive: true, force: true })
    for (const file of filesBelow(fresh).sort(partsFirst)) {
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
 * What others are loaded from stands in place after them.
 * @param {string} a
 * @param {string} b
 */
const partsFirst = (a, b) => Number(isPart(b)) - Number(isPart(a))

/** @param {string} file */
const isPart = (file) => /-[\w-]{8}\.\w+$/.test(file)

/**
 * @param {string} root
 * @param {Built} built
 * @param {string} target
 */
function runVite(root, { name, options, proof }, target) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const words = ['build', ...options, '--outDir', target, '--emptyOutDir', '--logLevel', 'warn']
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [vite, ...words], {
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
function inputs(root, { madeOf }) {
  return [...madeOf, ...FILES].flatMap((name) => filesBelow(join(root, name))).sort()
}

/**
 * The file itself, or what lies in the folder; tests aside, since nothing is built of them.
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats && !/\.test\.[cm]?[jt]sx?$/.test(path) ? [path] : []
  if (LEFT_OUT.has(basename(path))) return []
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)))
}
