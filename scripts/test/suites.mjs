import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode } from './run.mjs'

/** @typedef {import('../test.mjs').Step} Step */
/** @typedef {import('../test.mjs').Outcome} Outcome */

const UNIT_LIMIT_MS = 600_000
const DATABASE_LIMIT_MS = 2_400_000
const BROWSER_LIMIT_MS = 1_800_000

/**
 * Tests that need no Postgres.
 * @param {string} work
 * @returns {Step}
 */
export const unitStep = (work) => ({
  name: 'unit tests',
  run: () => runVitest('unit', { work, limit: UNIT_LIMIT_MS }),
})

/**
 * Tests on a real Postgres.
 * @param {string} work
 * @returns {Step}
 */
export const databaseStep = (work) => ({
  name: 'tests on Postgres',
  run: () => runVitest('database', { work, limit: DATABASE_LIMIT_MS }),
})

/**
 * Journeys in a real Chromium.
 * @param {string} work
 * @param {Promise<() => import('../browser.mjs').Browser>} browser
 * @returns {Step}
 */
export const browserStep = (work, browser) => ({
  name: 'journeys',
  run: async () => runPlaywright(work, (await browser)()),
})

/**
 * @param {'unit' | 'database'} project
 * @param {{ work: string, limit: number, cwd?: string, only?: string }} options
 * @returns {Promise<Outcome>}
 */
export async function runVitest(project, { work, limit, cwd = root, only }) {
  const file = join(work, `${project}${only ? '-planted' : ''}.json`)
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', project]
  command.push('--reporter=default', '--reporter=./scripts/count-reporter.ts')
  if (only) command.push(only)
  const { ok, output } = await runNode(command, { cwd, limit, env: { COUNT_FILE: file } })
  return finish(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined, ok, output)
}

/**
 * @param {string} work
 * @param {import('../browser.mjs').Browser} browser
 */
async function runPlaywright(work, browser) {
  const file = join(work, 'browser.json')
  const command = [
    'node_modules/@playwright/test/cli.js',
    'test',
    '-c',
    'e2e/playwright.config.ts',
    '--reporter=list,json',
  ]
  const { ok, output } = await runNode(command, {
    limit: BROWSER_LIMIT_MS,
    env: { REBASELINE_BROWSER: JSON.stringify(browser), PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  })
  const outcome = finish(
    existsSync(file) ? countPlaywright(JSON.parse(readFileSync(file, 'utf8'))) : undefined,
    ok,
    output,
  )
  if (outcome.failed === 0) rmSync(join(root, 'test-results'), { recursive: true, force: true })
  return outcome
}

/**
 * A suite that says it failed, or that ran nothing, has failed, whatever it counted.
 * @param {Omit<Outcome, 'output'> | undefined} counts
 * @param {boolean} ok
 * @param {string} output
 * @returns {Outcome}
 */
function finish(counts, ok, output) {
  if (!counts)
    return { passed: 0, failed: 1, skipped: [], output: `${output}\nIt ended without a result.` }
  const { passed, failed, skipped } = counts
  if (failed > 0) return { ...counts, output }
  if (!ok) return { passed, failed: 1, skipped, output }
  if (passed === 0) return { passed, failed: 1, skipped, output: `${output}\nNo test ran.` }
  return { ...counts, output }
}

/**
 * @typedef {object} PlaywrightTest
 * @property {'expected' | 'unexpected' | 'flaky' | 'skipped'} status
 * @property {{ type: string, description?: string }[]} annotations
 * @property {{ errors: { message?: string }[] }[]} results
 *
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, file: string, tests: PlaywrightTest[] }[]} [specs]
 */

/**
 * @param {{ suites: PlaywrightSuite[], errors: unknown[] }} report
 * @returns {Omit<Outcome, 'output'>}
 */
function countPlaywright({ suites, errors }) {
  const counts = {
    passed: 0,
    failed: errors.length,
    skipped: /** @type {Outcome['skipped']} */ ([]),
    failures: /** @type {Outcome['skipped']} */ ([]),
  }
  const visit = (/** @type {PlaywrightSuite} */ suite) => {
    suite.suites?.forEach(visit)
    for (const { title, file, tests } of suite.specs ?? []) {
      const name = `${file}: ${title}`
      for (const { status, annotations, results } of tests) {
        if (status === 'expected') counts.passed += 1
        else if (status === 'skipped') counts.skipped.push({ name, reason: reasonOf(annotations) })
        else {
          counts.failed += 1
          const errors = results.flatMap((result) => result.errors)
          counts.failures.push({ name, reason: errors[0]?.message ?? 'no reason given' })
        }
      }
    }
  }
  suites.forEach(visit)
  return counts
}

/** @param {PlaywrightTest['annotations']} annotations */
const reasonOf = (annotations) =>
  annotations.find(({ type, description }) => ['skip', 'fixme'].includes(type) && description)
    ?.description ?? 'no reason given'
