import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironment } from '../config.ts'
import { maskOf } from './masking.ts'
import { tellPipeline } from './pipeline.ts'
import { ROOT } from '../place.ts'
import type { Comparison, Finding } from '../../shared/finding.ts'

const finding = (name: string, more: Partial<Finding> = {}): Finding => ({
  class: 'structural',
  kind: 'index',
  address: { type: 'index', names: ['public', name], args: [] },
  change: 'changed',
  attributes: [{ name: 'unique', old: true, rebuilt: false }],
  ...more,
})
const comparison = (...findings: readonly Finding[]): Comparison => ({
  verdict: findings.length === 0 ? 'equal' : 'different',
  counts: {
    index: { old: 300, rebuilt: 300, equal: 300 - findings.length, findings: findings.length },
  },
  findings,
  notCompared: ['rows: none was read'],
})

function told(
  of: Comparison,
  variables: NodeJS.ProcessEnv = {},
  more: Parameters<typeof tellPipeline>[3] = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-summary-'))
  const file = join(folder, 'summary.md')
  writeFileSync(file, 'before\n')
  const said: string[] = []
  const context = {
    values: { summary: file },
    environment: readEnvironment(variables),
    mask: maskOf(['postgres://me:hunter2@h/d'], {}),
    tell: (text: string) => void said.push(...text.split('\n')),
  }
  tellPipeline(of, context, undefined, more)
  const summary = readFileSync(file, 'utf8')
  rmSync(folder, { recursive: true })
  return { summary, said }
}

test('a summary is added to a file, what blocks first, without passwords', () => {
  const { summary, said } = told(
    comparison(
      finding('later', { class: 'comment', attributes: [] }),
      finding('a|<b>`', { note: 'hunter2 was lost' }),
    ),
  )
  expect(summary).toBe(`before
## Rebaseline: different

2 differences in 300 objects, 1 of them blocks

300 indexes; not compared: 1 item

### Differences

- structural (blocks): index \`\` index public.a|<b>\` \`\` changed: *** was lost
  - unique: \`true\` → \`false\`
- comment: index \`index public.later\` changed

### Not compared

- rows: none was read
`)
  expect(said).toEqual([])
})

test('of very many differences as many are written as fit', () => {
  const many = Array.from({ length: 230 }, (_, place) => finding(`i${place}`))
  const { summary, said } = told(comparison(...many), { GITHUB_ACTIONS: 'true' })
  expect(summary.match(/^- structural/gm)).toHaveLength(200)
  expect(summary).toContain('\n- and 30 more\n')
  expect(said).toHaveLength(10)
})

test('GitHub is told the verdict, and what blocks by name', () => {
  const variables = { GITHUB_ACTIONS: 'true' }
  expect(told(comparison(), variables).said).toEqual([
    '::notice title=Rebaseline%3A equal::0 differences in 300 objects',
  ])
  expect(told(comparison(finding('a:b,c\n100%')), variables).said).toEqual([
    '::error title=Rebaseline%3A different::1 difference in 300 objects, 1 of them blocks',
    '::error title=index public.a%3Ab%2Cc%0A100%25::changed: unique',
  ])
})

test('a summary that can not be written is no success', () => {
  const write = (): void =>
    tellPipeline(comparison(), {
      values: { summary: join(ROOT, 'package.json', 'summary.md') },
      environment: readEnvironment({}),
      mask: maskOf([], {}),
      tell: () => {},
    })
  expect(write).toThrow(/write the summary/)
})

test('what could not be told about kysely-codegen stands next to a verdict that looks well', () => {
  const why = 'on the old side, it ended with 1: hunter2'
  const codegen = {
    generator: 'kysely-codegen 0.20.0',
    leftOut: null,
    outcome: 'unknown',
    why,
  } as const
  const { summary, said } = told(comparison(), { GITHUB_ACTIONS: 'true' }, { codegen })
  expect(summary).toContain(
    '0 differences in 300 objects\n\n- The Kysely types that the project’s own kysely\\-codegen 0.20.0 writes are the same: **unknown**. on the old side, it ended with 1: ***\n\n300 indexes',
  )
  expect(said[1]).toMatch(
    /^::error title=Rebaseline%3A Could not tell::The Kysely types .*hunter2$/,
  )
})
