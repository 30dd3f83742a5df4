import { appendFileSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKS, runCheck } from './checks.mjs'
import { root } from './run.mjs'
import { runVitest } from './suites.mjs'

/** @typedef {import('../test.mjs').Step} Step */

/** The copy is small: a check that finds something in it would find it in the whole. */
const COPIED = new Set(['shared', 'scripts'])
/** What every test begins with. */
const SET_UP = ['server/testing/tidy-folders.ts', 'server/testing/project-folder.ts']

/** What is planted in a copy of the checkout, and what the check must say of it. */
const PLANTED = [
  {
    check: CHECKS.types,
    file: 'server/planted-type.ts',
    source: `export const planted: number = 'text'\n`,
    says: /server\/planted-type\.ts\(1,14\): error TS2322/,
  },
  {
    check: CHECKS.lint,
    file: 'server/planted-lint.ts',
    source: `export const planted = (value: any): unknown => value\n`,
    says: /no-explicit-any[^]*server\/planted-lint\.ts/,
  },
  {
    check: CHECKS.format,
    file: 'server/planted-format.ts',
    source: `export const planted = "text";\n`,
    says: /server\/planted-format\.ts/,
  },
  {
    check: CHECKS.unused,
    file: 'server/planted-unused.ts',
    source: `export const planted = 1\n`,
    says: /Unused files[^]*server\/planted-unused\.ts/,
  },
  {
    check: CHECKS.unused,
    file: 'shared/kinds.ts',
    source: `\nexport const plantedExport = 1\n`,
    says: /Unused exports[^]*plantedExport +.*shared\/kinds\.ts/,
  },
  {
    check: CHECKS.unused,
    file: 'server/planted-package.test.ts',
    source: `import 'planted-package'\n`,
    says: /Unlisted dependencies[^]*planted-package/,
  },
  {
    check: CHECKS.law,
    file: 'web/planted-law.ts',
    source: `import '../server/planted-unused.ts'\n`,
    says: /^meet in shared: web\/planted-law\.ts:1 imports server\/planted-unused\.ts/m,
  },
]

const TESTS = `import { expect, test } from 'vitest'
test('holds', () => expect(1).toBe(1))
test('does not hold', () => expect(1).toBe(2))
test('is not meant for here', ({ skip }) => skip('a planted reason'))
`

/**
 * Shows that the checks can fail: each must find what is planted for it in a copy.
 * @param {string} work
 * @returns {Step}
 */
export const plantedStep = (work) => ({
  name: 'planted violations',
  run: async () => {
    const copy = copyCheckout(work)
    for (const { file, source } of PLANTED) appendFileSync(join(copy, file), source)
    const missed = []
    for (const check of new Set(PLANTED.map((planted) => planted.check))) {
      const { ok, output } = await runCheck(check, copy)
      for (const planted of PLANTED.filter((candidate) => candidate.check === check)) {
        if (ok || !planted.says.test(output))
          missed.push(`${check.name} did not find what is planted in ${planted.file}:\n${output}`)
      }
    }
    missed.push(...(await missedByTests(work, copy)))
    const count = PLANTED.length + 1
    return {
      passed: count - missed.length,
      failed: missed.length,
      skipped: [],
      output: missed.join('\n'),
    }
  },
})

/**
 * @param {string} work
 * @param {string} copy
 */
async function missedByTests(work, copy) {
  const file = 'shared/planted.test.ts'
  writeFileSync(join(copy, file), TESTS)
  const { passed, failed, skipped, output } = await runVitest('unit', {
    work,
    limit: 120_000,
    cwd: copy,
    only: file,
  })
  const counted = JSON.stringify([passed, failed, skipped.map(({ reason }) => reason)])
  return counted === '[1,1,["a planted reason"]]'
    ? []
    : [`the planted tests were counted as ${counted}:\n${output}`]
}

/** @param {string} work */
function copyCheckout(work) {
  const copy = join(work, 'copy')
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() || COPIED.has(entry.name))
      cpSync(join(root, entry.name), join(copy, entry.name), { recursive: true })
  }
  for (const room of ['server', 'web', 'shared']) mkdirSync(join(copy, room), { recursive: true })
  for (const file of SET_UP) cpSync(join(root, file), join(copy, file))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return copy
}
