import { runNode } from './run.mjs'

/** @typedef {import('../test.mjs').Step} Step */
/** @typedef {import('./run.mjs').Ended} Ended */

const LIMIT_MS = 180_000

/**
 * A check of the sources: tools to run one after another, and what shows that it looked at something.
 * @typedef {object} Check
 * @property {string} name
 * @property {readonly (readonly string[])[]} commands
 * @property {RegExp} [saw]
 */

/** @type {Record<'types' | 'lint' | 'format' | 'unused' | 'law', Check>} */
export const CHECKS = {
  types: {
    name: 'types',
    commands: [
      ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'],
      ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', 'scripts'],
    ],
  },
  lint: {
    name: 'lint',
    commands: [['node_modules/oxlint/bin/oxlint', '--deny-warnings', '.']],
    saw: /on [1-9]\d* files? with [1-9]\d* rules/,
  },
  format: {
    name: 'format',
    commands: [['node_modules/prettier/bin/prettier.cjs', '--check', '.']],
    saw: /use Prettier code style/,
  },
  unused: {
    name: 'unused code',
    commands: [['node_modules/knip/bin/knip.js', '--no-progress']],
  },
  law: {
    name: 'import law',
    commands: [['--import', 'tsx', 'scripts/import-law.ts']],
    saw: /^import law: [1-9]\d* modules, [1-9]\d* imports, no violation$/m,
  },
}

/** @returns {readonly Step[]} */
export const checkSteps = () =>
  Object.values(CHECKS).map((check) => ({ name: check.name, run: () => outcomeOf(check) }))

/**
 * Runs a check, in the checkout or a copy of it.
 * @param {Check} check
 * @param {string} [cwd]
 * @returns {Promise<Ended>}
 */
export async function runCheck({ commands, saw }, cwd) {
  let output = ''
  for (const command of commands) {
    const ended = await runNode(command, { limit: LIMIT_MS, ...(cwd && { cwd }) })
    output += ended.output
    if (!ended.ok) return { ok: false, output }
  }
  if (saw && !saw.test(output)) return { ok: false, output: `${output}\nIt looked at nothing.` }
  return { ok: true, output }
}

/** @param {Check} check */
async function outcomeOf(check) {
  const { ok, output } = await runCheck(check)
  if (ok && check === CHECKS.law) console.log(`      ${output.trim()}`)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], output }
}
