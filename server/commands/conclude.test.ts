import { expect, test } from 'vitest'
import type { Comparison } from '../../shared/finding.ts'
import { readEnvironment } from '../config.ts'
import type { CommandContext } from './command.ts'
import { conclude } from './conclude.ts'
import { maskOf } from './masking.ts'

const EQUAL: Comparison = {
  verdict: 'equal',
  counts: { index: { old: 3, rebuilt: 3, equal: 3, findings: 0 } },
  findings: [],
  notCompared: [],
}
const ABOUT = { generator: 'kysely-codegen 0.20.0', leftOut: null } as const

function said(codegen: NonNullable<Parameters<typeof conclude>[2]>['codegen']): string[] {
  const lines: string[] = []
  const context = {
    json: false,
    values: {},
    environment: readEnvironment({}),
    mask: maskOf([], {}),
    print: (text: string) => void lines.push(...text.split('\n')),
    tell: () => {},
  } as unknown as CommandContext
  conclude(EQUAL, context, codegen && { codegen })
  return lines
}

test('what decides the exit code although the verdict looks well stands right under it', () => {
  const told = 'Kysely types by kysely-codegen 0.20.0: could not tell: it ended with 1'
  expect(said({ ...ABOUT, outcome: 'unknown', why: 'it ended with 1' }).slice(0, 2)).toEqual([
    'Equal: 0 differences in 3 objects',
    told,
  ])
  expect(said({ ...ABOUT, outcome: 'identical', differing: [] }).at(-1)).toBe(
    'Kysely types by kysely-codegen 0.20.0: identical',
  )
})
