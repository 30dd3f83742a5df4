import { expect, test } from 'vitest'
import type { ExportPlan } from '../../../shared/export-plan.ts'
import { planText } from './plan-text.ts'

const step = (action: 'write' | 'change' | 'move'): ExportPlan['steps'][number] => ({
  action,
  path: 'a',
  to: null,
  before: null,
  after: null,
  why: '',
})

test('a plan is counted by what it does', () => {
  expect(planText([step('move'), step('write'), step('move')])).toBe('1 new file, 2 moved files')
  expect(planText([])).toBe('nothing to do')
})
