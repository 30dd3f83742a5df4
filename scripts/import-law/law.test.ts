import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { judge } from './law.ts'
import { RULES } from './rules.ts'

const WORDS = {
  'shared/kinds.ts': `export const KINDS = { table: 'table', 'materialized-view': 'view', comment: 'comment' } as const\n`,
  'shared/finding.ts': `export const DIFFERENCE_CLASSES = { comment: 1, name: 1 } as const\n`,
}

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'import-law-'))
  roots.push(root)
  for (const [path, source] of Object.entries({ ...WORDS, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), source)
  }
  return root
}

const violations = (files: Record<string, string>) => judge(project(files)).violations

const forbidden: readonly [rule: string, path: string, source: string][] = [
  ['meet in shared', 'web/main.ts', `import { a } from '../server/app.ts'`],
  ['meet in shared', 'web/main.ts', `import type { A } from '../server/app.ts'`],
  ['meet in shared', 'web/main.ts', `export const a = await import('../server/app.ts')`],
  ['meet in shared', 'web/main.ts', `export type A = import('../server/app.ts').A`],
  ['meet in shared', 'server/app.ts', `export { a } from '../web/main.ts'\nexport const b = 1`],
  ['shared stands alone', 'shared/model.ts', `import { a } from '../server/app.ts'`],
  ['shared stands alone', 'shared/model.ts', `import { readFileSync } from 'fs'`],
  ['pure kinds', 'server/kinds/table.ts', `import { column } from './materialized-view.ts'`],
  ['pure kinds', 'server/kinds/table.ts', `import { readFileSync } from 'node:fs'`],
  ['pure kinds', 'server/kinds/table.ts', `import type { Client } from 'pg'`],
  ['pure kinds', 'server/kinds/table.ts', `import { kinds } from './registry.ts'`],
  ['pure kinds', 'server/kinds/sql.ts', `import { table } from './table.ts'`],
  [
    'a kind is named in its own file',
    'server/kinds/table.ts',
    `export const a = { kind: 'comment' }`,
  ],
  [
    'a kind is named in its own file',
    'server/kinds/table.ts',
    `export const a = (x: { kind: string }) => x?.kind === 'comment'`,
  ],
  [
    'a kind is named in its own file',
    'server/kinds/sql.ts',
    'export const a = (childrenOf: (k: string) => 1) => childrenOf(`table`)',
  ],
  [
    'a kind is named in its own file',
    'server/kinds/table.ts',
    `export const a = (x: { kind: string }) => ['name', 'comment'].includes(x.kind)`,
  ],
  ['names no kind', 'server/compare/compare.ts', `export const a = 'materialized-view'`],
  [
    'names no kind',
    'server/compare/compare.ts',
    `export const a = (k: string) => { switch (k) { case 'table': return 1 } return 2 }`,
  ],
  [
    'names no kind',
    'server/compare/compare.ts',
    `export const a = (x: { kind: string }) => x.kind === 'comment'`,
  ],
  ['names no kind', 'server/compare/compare.ts', `export type A = 'table'`],
  ['names no kind', 'server/catalog/read-model.ts', 'export const a = `table`'],
  ['names no kind', 'server/baseline/order-cycles.ts', `export const a = 'table'`],
  ['only postgres/ connects', 'server/catalog/read.ts', `import pg from 'pg'`],
  ['only postgres/ connects', 'server/history/run.ts', `export const pg = () => import('pg')`],
  ['few start processes', 'server/catalog/read.ts', `import { spawn } from 'node:child_process'`],
  ['few start processes', 'server/catalog/read.ts', `import { fork } from 'child_process'`],
  [
    'export and review never query',
    'server/export/plan.ts',
    `import { connect } from '../postgres/session.ts'`,
  ],
  [
    'export and review never query',
    'server/review/store.ts',
    `import type { Session } from '../postgres/session.ts'`,
  ],
  [
    'features keep apart',
    'web/features/history/page.tsx',
    `import { a } from '../compare/row.tsx'`,
  ],
  [
    'features keep apart',
    'web/components/button.tsx',
    `import { a } from '../features/compare/row.tsx'`,
  ],
  ['tests stay outside', 'server/app.ts', `import { testServer } from './testing/postgres.ts'`],
  ['tests stay outside', 'server/app.ts', `import { a } from '../bench/schema.ts'`],
  [
    'no barrel files',
    'server/catalog/all.ts',
    `export * from './read.ts'\nexport { b } from './other.ts'`,
  ],
  ['no barrel files', 'server/catalog/all.ts', `import { a } from './read.ts'\nexport { a }`],
  ['only main exits', 'server/app.ts', `export const end = () => process.exit(1)`],
  ['only main exits', 'server/app.ts', `export const end = process['abort']`],
]

test.each(forbidden)('%s: %s may not say %s', (rule, path, source) => {
  const found = violations({ [path]: source })
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(new RegExp(`^${rule}: ${path.replaceAll('.', '\\.')}:1 `))
})

test('every rule has a planted violation that shows it can fail', () => {
  expect(new Set(forbidden.map(([rule]) => rule))).toEqual(new Set(RULES.map(({ name }) => name)))
})

test('what the rooms are for is allowed', () => {
  const found = violations({
    'server/kinds/kind.ts': `export const PHASES = ['main', 'comment']`,
    'server/kinds/table.ts': `import { KINDS } from '../../shared/kinds.ts'\nimport { q } from './sql.ts'\nimport { k } from '../baseline/kysely-source.ts'\nexport const table = { kind: 'table', type: 'comment', class: 'comment', sql: q('comment', ['comment']), q, k, KINDS }`,
    'server/kinds/registry.ts': `export { table } from './table.ts'`,
    'server/kinds/table.test.ts': `import pg from 'pg'\nexport const a = { kind: 'comment', pg }`,
    'server/compare/classify.ts': `import type { Kind } from '../../shared/kinds.ts'\nexport const a = { class: 'comment' }\nexport type K = Kind`,
    'server/postgres/session.ts': `import pg from 'pg'\nimport { spawn } from 'node:child_process'\nexport const a = [pg, spawn]`,
    'server/history/child.ts': `import type { Pool } from 'pg'\nexport const end = (p: Pool) => process.exit(p ? 1 : 0)`,
    'server/main.ts': `process.exit(0)`,
    'web/features/history/page.tsx': `import { row } from './row.tsx'\nimport { b } from '../../components/b.tsx'\nimport '../../styles.css'\nexport const p = <p>{row}{b}</p>`,
    'web/main.tsx': `import { p } from './features/history/page.tsx'\nexport { p }\nexport const x = 1`,
    'bench/run.ts': `import { spawn } from 'node:child_process'\nprocess.exit(spawn ? 0 : 1)`,
  })
  expect(found).toEqual([])
})

test('a circle of imports is told with its way, also one of types', () => {
  const found = violations({
    'server/a.ts': `import { b } from './b.ts'\nexport const a = b`,
    'server/b.ts': `import type { C } from './sub/c.ts'\nexport const b: C = 1`,
    'server/sub/c.ts': `export { a } from '../a.ts'\nexport type C = number`,
  })
  expect(found).toEqual([
    expect.stringMatching(
      /^no cycles: server\/a\.ts → server\/b\.ts → server\/sub\/c\.ts → server\/a\.ts/,
    ),
  ])
})

test('a file that cannot be parsed is a violation', () => {
  expect(violations({ 'server/app.ts': 'const = 1' })).toEqual([
    expect.stringMatching(/^server\/app\.ts: could not be parsed/),
  ])
})

test('without a single module nothing was checked, which is a violation', () => {
  const empty = join(project({}), 'elsewhere')
  expect(judge(empty)).toEqual({
    modules: 0,
    imports: 0,
    violations: ['no module found in server, web, shared, e2e, bench: nothing was checked'],
  })
})

test('without the words of shared/kinds.ts the law refuses to judge', () => {
  const root = project({ 'server/app.ts': 'export const a = 1' })
  rmSync(join(root, 'shared'), { recursive: true })
  expect(() => judge(root)).toThrow('shared/kinds.ts exports no object KINDS')
})

test('modules and imports are counted', () => {
  const { modules, imports } = judge(
    project({ 'server/a.ts': `import 'node:fs'\nimport './b.ts'` }),
  )
  expect({ modules, imports }).toEqual({ modules: 3, imports: 2 })
})
