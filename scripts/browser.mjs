// Finds a Chromium for the tests, or gets one: `node scripts/browser.mjs` says which.
import { pathToFileURL } from 'node:url'
import { unpackedChromium } from './browser/package.mjs'
import {
  fromDebian,
  fromPackage,
  fromPlaywright,
  installed,
  playwrightOwn,
} from './browser/sources.mjs'
import { startProblem, withSafeFlags } from './browser/start.mjs'

/**
 * A browser that was seen to start.
 * @typedef {object} Browser
 * @property {string} path
 * @property {string[]} args
 * @property {Record<string, string>} env what it needs beside the usual environment
 */

/**
 * The first source whose browser starts, cheap ones first.
 * @param {(text: string) => void} say
 * @returns {Promise<Browser>}
 */
export async function findBrowser(say) {
  const named = process.env['CHROMIUM_PATH']
  if (named) return checkNamed(named)
  const failures = []
  for (const [name, source] of SOURCES) {
    try {
      const found = await source(say)
      for (const candidate of found.map(withSafeFlags)) {
        const problem = await startProblem(candidate)
        if (!problem) return candidate
        failures.push(`${candidate.path}: ${problem}`)
      }
      if (found.length === 0) failures.push(`${name}: nothing found`)
    } catch (error) {
      failures.push(`${name}: ${/** @type {Error} */ (error).message}`)
    }
  }
  throw new Error(
    `No Chromium could be found or installed for the tests.\n${failures.map((failure) => `  ${failure}`).join('\n')}\nInstall Chromium or Chrome, or set CHROMIUM_PATH to one, then run this command again.`,
  )
}

/** @type {readonly [string, (say: (text: string) => void) => Promise<Browser[]>][]} */
const SOURCES = [
  ['installed browsers', installed],
  ["Playwright's browser", playwrightOwn],
  ['an earlier run', async () => unpackedChromium()],
  ['npx playwright install', fromPlaywright],
  ["Debian's package", fromDebian],
  ['the npm package with a browser inside', fromPackage],
]

/** @param {string} path */
async function checkNamed(path) {
  const browser = withSafeFlags({ path, args: [], env: {} })
  const problem = await startProblem(browser)
  if (problem) throw new Error(`CHROMIUM_PATH names ${path}, which does not start: ${problem}`)
  return browser
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log((await findBrowser((text) => console.error(text))).path)
  } catch (error) {
    console.error(/** @type {Error} */ (error).message)
    process.exitCode = 1
  }
}
