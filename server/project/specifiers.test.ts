import { expect, test } from 'vitest'
import { loadedBy } from './specifiers.ts'

test.each([
  ["import { a } from './a.ts'", ['./a.ts'], []],
  [
    "import './a.ts'; import type { T } from './t.ts'; export type { U } from './u.ts'",
    ['./a.ts'],
    [],
  ],
  ["import type from './a.ts'; export default type", ['./a.ts'], []],
  ["export * from './a.ts'; export { b } from './b.ts'", ['./a.ts', './b.ts'], []],
  ["await import('./a.ts'); await import(`./b.ts`)", ['./a.ts', './b.ts'], []],
  [
    "const a = require('./a'); module.require('./b'); require.resolve('./c')",
    ['./a', './b', './c'],
    [],
  ],
  ["import a = require('./a')", ['./a'], []],
  [
    "import { createRequire } from 'node:module'\nconst load = createRequire(import.meta.url)\nload('./a.cjs'); createRequire(import.meta.url)('./b.cjs')",
    ['node:module', './a.cjs', './b.cjs'],
    [],
  ],
  ["import.meta.resolve('./a.ts')", ['./a.ts'], []],
  ["readFileSync(new URL('./a.sql', import.meta.url))", ['./a.sql'], []],
  ["readFileSync(join(import.meta.dirname, 'a.sql'))", [], ['reads files']],
  [
    "await fs.readFile('a.sql'); import(name); import(`./${name}.ts`)",
    [],
    ['reads files', 'computes what it loads'],
  ],
  ["// import './a.ts'\nconst s = `import './b.ts'; require('./c'); readFile('d')`", [], []],
  ["import { type Kysely, sql } from 'kysely'\nexport async function up() {}", [], []],
  [
    "import { FileMigrationProvider } from 'kysely'\nnew FileMigrationProvider({ fs, path })",
    ['kysely'],
    ['reads a folder'],
  ],
  ['import {', [], ['can’t be read as TypeScript']],
])('what is loaded is found: %s', (text, names, doubts) => {
  expect(loadedBy('a.ts', text)).toStrictEqual({ names, folders: [], doubts })
})
