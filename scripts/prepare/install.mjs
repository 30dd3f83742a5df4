import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { withLock } from './lock.mjs'
import { hasEverything, matchesLock } from './packages.mjs'
import { complaint, Problem, say, secondsSince } from './problem.mjs'
import { runningInstances } from './running.mjs'

const MARKER = '.rebaseline-installed'

/**
 * Makes node_modules what package-lock.json says, unless it is so already.
 * @param {string} root
 */
export async function installIfMissing(root) {
  if (isInstalled(root)) return
  await withLock(root, async () => {
    // Whoever we waited for may have done it.
    if (isInstalled(root) || adopt(root)) return
    refuseWhileRunning(root)
    await install(root)
    writeMarker(root)
  })
}

/** @param {string} root */
function lockHash(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256')
    .update(lock)
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
}

/** @param {string} root */
function isInstalled(root) {
  const marker = join(root, 'node_modules', MARKER)
  return (
    existsSync(marker) && readFileSync(marker, 'utf8') === lockHash(root) && hasEverything(root)
  )
}

/**
 * Somebody ran `npm install` by hand, with the right result: it only lacks the marker.
 * @param {string} root
 */
function adopt(root) {
  if (!matchesLock(root) || !hasEverything(root)) return false
  writeMarker(root)
  return true
}

/** @param {string} root */
const writeMarker = (root) => writeFileSync(join(root, 'node_modules', MARKER), lockHash(root))

/** @param {string} root */
function refuseWhileRunning(root) {
  if (!existsSync(join(root, 'node_modules'))) return
  const pids = runningInstances(root)
  if (pids.length === 0) return
  throw new Problem(
    `Rebaseline is running from this folder (process ${pids.join(', ')}), and its dependencies have changed: they are not replaced under it. Stop it, then run this command again.`,
  )
}

/** @param {string} root */
async function install(root) {
  const started = Date.now()
  say('Installing dependencies (npm ci)…')
  const cache = fallbackCache()
  try {
    const { code, output } = await npmCi(root, cache)
    // npm only warns of a file that it could not unpack, as on a full disk, and ends with 0.
    const lacksFiles = output.includes('TAR_ENTRY_ERROR')
    if (lacksFiles) rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true })
    if (code !== 0 || lacksFiles) throw new Problem(explain(output))
  } finally {
    if (cache) rmSync(cache, { recursive: true, force: true })
  }
  say(`Installed in ${secondsSince(started)}.`)
}

/**
 * Install scripts are off: nothing here needs one, and npm asks about each.
 * The options stand on the command line because the npm that started us hands its own down in the environment.
 * @param {string} root
 * @param {string | undefined} cache
 * @returns {Promise<{ code: number, output: string }>}
 */
function npmCi(root, cache) {
  const options = [
    'ci',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--no-dry-run',
    '--loglevel=warn',
  ]
  options.push('--include=dev', '--include=optional', '--no-global')
  if (cache) options.push(`--cache=${cache}`)
  const { command, first, shell } = npmCommand()
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...options], {
      cwd: root,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** The npm that started us, where one did. */
function npmCommand() {
  const path = process.env['npm_execpath']
  if (path && /^npm-cli\.[cm]?js$/.test(basename(path))) {
    return { command: process.execPath, first: [path], shell: false }
  }
  const onWindows = process.platform === 'win32'
  return { command: onWindows ? 'npm.cmd' : 'npm', first: [], shell: onWindows }
}

/** A cache for a user whose own can't be written, such as one without a home. */
function fallbackCache() {
  const usual = process.env['npm_config_cache'] ?? join(homedir(), '.npm')
  try {
    mkdirSync(usual, { recursive: true })
    accessSync(usual, constants.W_OK)
    return undefined
  } catch {
    return mkdtempSync(join(tmpdir(), 'rebaseline-npm-'))
  }
}

/** Of deprecated packages and the like. */
const OTHER_WARNINGS = /^npm warn (?!tar).*\n?/gm

/** @param {string} output */
function explain(output) {
  return `Installing the dependencies failed. What npm says:\n${complaint(output.replaceAll(OTHER_WARNINGS, ''))}\n${advice(output)}`
}

/** @param {string} output */
function advice(output) {
  if (/EUSAGE|in sync/.test(output)) {
    return 'package.json and package-lock.json do not fit each other: run `npm install`, then this command again.'
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return 'This user may not write to that folder: run the command as its owner, or in a copy of your own.'
  }
  if (/ENOSPC/.test(output))
    return 'The disk is full: make room (about 700 MB), then run this command again.'
  return 'It needs the npm registry: check the network, proxy and `npm config get registry`, then run this command again.'
}
