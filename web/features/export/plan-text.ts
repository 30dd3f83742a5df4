import type { ExportPlan } from '../../../shared/export-plan.ts'
import { counted } from '../../../shared/report.ts'

const NOUNS = { write: 'new file', change: 'changed file', move: 'moved file' } as const

/** `3 new files, 2 changed files, 50 moved files` */
export function planText(steps: ExportPlan['steps']): string {
  const parts = (['write', 'change', 'move'] as const).flatMap((action) => {
    const count = steps.filter((step) => step.action === action).length
    return count === 0 ? [] : [counted(count, NOUNS[action])]
  })
  return parts.length === 0 ? 'nothing to do' : parts.join(', ')
}
