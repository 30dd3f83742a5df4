// `npm test`: every check and every test; `--check` leaves out what needs Postgres or a browser.
// Goes on after a failure, and ends with one line: `N passed, N failed`.
import { rmSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { findBrowser } from './browser.mjs'
import { checkSteps } from './test/checks.mjs'
import { plantedStep } from './test/planted.mjs'
import { stopAll } from './test/run.mjs'
import { temporaryFolder } from './test/temporary.mjs'
import { browserStep, databaseStep, unitStep } from './test/suites.mjs'

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason: string }[]} skipped
 * @property {{ name: string, reason: string }[]} [failures] which tests failed, where the step can tell
 * @property {string} output shown when something failed
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<Outcome>} run
 */

const quickOnly = process.argv.includes('--check')
const work = temporaryFolder()
for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = work

// Also when a signal or a closed pipe ends this.
process.on('exit', () => {
  stopAll()
  rmSync(work, { recursive: true, force: true })
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => process.exit(130))
}

process.stdout.on('error', () => process.exit(1))

const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const failures = []

// Getting a browser is mostly waiting for the network: it begins first and is needed last.
const browser = quickOnly ? undefined : settled(findBrowser((text) => console.log(`      ${text}`)))
await inLanes(2, [...checkSteps(), plantedStep(work), unitStep(work)])
if (browser) {
  await perform(databaseStep(work))
  await perform(browserStep(work, browser))
}

const ranNothing = total.passed + total.failed === 0
if (ranNothing) console.log('Nothing ran.')
if (total.failed > 0 || ranNothing) process.exitCode = 1
// Again, and last: a long output may be cut.
for (const line of failures) console.log(line)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)

/**
 * Performs the steps in order, that many at a time.
 * @param {number} count
 * @param {readonly Step[]} steps
 */
async function inLanes(count, steps) {
  const waiting = [...steps]
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await perform(step)
  }
  await Promise.all(Array.from({ length: count }, lane))
}

/** @param {Step} step */
async function perform({ name, run }) {
  const started = Date.now()
  const outcome = await run().catch(crashed)
  const { passed, failed, skipped, output } = outcome
  total.passed += passed
  total.failed += failed
  total.skipped += skipped.length
  const counts = [
    `${passed} passed`,
    failed > 0 && `${failed} failed`,
    skipped.length > 0 && `${skipped.length} skipped`,
  ]
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(
    `${failed > 0 ? 'FAIL' : 'ok  '}  ${name.padEnd(20)} ${counts.filter(Boolean).join(', ')} (${seconds} s)`,
  )
  for (const test of outcome.failures ?? [])
    failures.push(inOneLine(`failed: ${test.name}: ${test.reason}`))
  if (failed > 0 && !outcome.failures?.length) failures.push(`failed: ${name}`)
  for (const test of skipped) console.log(`      skipped: ${test.name} (${test.reason})`)
  if (failed > 0) console.log(`${output.trimEnd().replaceAll(/^/gm, '      ')}\n`)
}

/** @param {string} text */
function inOneLine(text) {
  const line = stripVTControlCharacters(text).replaceAll(/\s+/g, ' ')
  return line.length > 400 ? `${line.slice(0, 399)}…` : line
}

/**
 * @param {Error} error
 * @returns {Outcome}
 */
function crashed(error) {
  return { passed: 0, failed: 1, skipped: [], output: error.stack ?? error.message }
}

/**
 * Keeps a rejection until somebody asks.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<() => T>}
 */
function settled(promise) {
  return promise.then(
    (value) => () => value,
    (error) => () => {
      throw error
    },
  )
}
