import { defineKind } from './kind.ts'
import type { Routine } from './routine.ts'
import {
  createRoutine,
  readRoutines,
  replaceRoutine,
  ROUTINE_RULES,
  routineShell,
  varyRoutine,
} from './routine.ts'

/** A procedure (pg_proc, prokind p). */
export type Procedure = Routine

export const procedure = defineKind<Procedure>({
  kind: 'procedure',
  rareIn: ["pg_proc where prokind = 'p'"],
  attributes: ROUTINE_RULES,
  read: () => readRoutines(`'p'`, ''),
  vary: varyRoutine,
  create: createRoutine,
  shell: routineShell,
  alter: replaceRoutine,
})
