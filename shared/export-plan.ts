import { Type, type Static } from 'typebox'
import { closed, nullable, oneOf } from './schema.ts'
import { SquashLine } from './line.ts'
import { TeamAdvice } from './team.ts'

export const STEP_ACTIONS = ['write', 'change', 'move'] as const

/** One thing that the export does. Paths are relative to the project. */
export const PlanStep = closed({
  action: oneOf(STEP_ACTIONS),
  path: Type.String(),
  /** Where a moved file goes. */
  to: nullable(Type.String()),
  /** What stands there before, for a change; null where nothing does. */
  before: nullable(Type.String()),
  /** The exact content afterwards; null for a move. */
  after: nullable(Type.String()),
  why: Type.String(),
})
export type PlanStep = Static<typeof PlanStep>

export const ExportPlan = closed({
  /** Hash of the whole plan: only the plan that was seen is applied. */
  hash: Type.String(),
  /** Why it is refused now; empty where it is allowed. */
  refusals: Type.Array(Type.String()),
  /** What a person should look at first, such as rows that look like secrets; it is allowed all the same. */
  warnings: Type.Array(Type.String()),
  steps: Type.Array(PlanStep),
  /** Git commands to look at and commit the result, none where git does not keep the project; and how to undo it. */
  commands: Type.Array(Type.String()),
  undo: Type.Array(Type.String()),
  /** True when it was applied already. */
  applied: Type.Boolean(),
  /** What an export was interrupted at that somebody has to finish first; null where none was. */
  interrupted: nullable(oneOf(['applying', 'undoing'])),
  /** Where the baseline replaces the folder only up to a migration, and what stays; null where it replaces all. */
  line: nullable(SquashLine),
  /** What the team has to know; null while an export is interrupted, or where it could not be told at all. */
  team: nullable(TeamAdvice),
})
export type ExportPlan = Static<typeof ExportPlan>

export const ApplyExport = closed({ hash: Type.String() })
export type ApplyExport = Static<typeof ApplyExport>

export const Exported = closed({
  steps: Type.Integer(),
  commands: Type.Array(Type.String()),
  undo: Type.Array(Type.String()),
  /** Who did it: this call, or another one that was faster. */
  by: oneOf(['this', 'another']),
})
export type Exported = Static<typeof Exported>

/** An export that was taken back, and in how many steps. */
export const TakenBack = closed({
  steps: Type.Integer(),
  /** Where migrations stand now that were written after it, in words; left out where there are none. */
  later: Type.Optional(Type.Array(Type.String())),
})
export type TakenBack = Static<typeof TakenBack>
