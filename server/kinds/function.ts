import { defineKind } from './kind.ts'
import type { Routine } from './routine.ts'
import {
  createRoutine,
  readRoutines,
  replaceRoutine,
  ROUTINE_RULES,
  routineShell,
  supportFunction,
  varyRoutine,
} from './routine.ts'

/** A function or window function (pg_proc). */
export type FunctionAttributes = Routine & {
  returns: string
  volatility: string
  strict: boolean
  leakproof: boolean
  parallel: string
  cost: string
  rows: string
  /** The planner support function, qualified and quoted. */
  support: string | null
  window: boolean
}

export const functionKind = defineKind<FunctionAttributes>({
  kind: 'function',
  attributes: {
    ...ROUTINE_RULES,
    returns: 'exact',
    volatility: 'exact',
    strict: 'exact',
    leakproof: 'exact',
    parallel: 'exact',
    cost: 'exact',
    rows: 'exact',
    support: 'exact',
    window: 'exact',
  },

  read: () =>
    readRoutines(
      `'f', 'w'`,
      `
      pg_catalog.pg_get_function_result(p.oid) as returns,
      case p.provolatile when 'i' then 'IMMUTABLE' when 's' then 'STABLE' else 'VOLATILE' end as volatility,
      p.proisstrict as strict,
      p.proleakproof as leakproof,
      case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' else 'UNSAFE' end as parallel,
      p.procost::text as cost,
      p.prorows::text as rows,
      ${supportFunction} as support,
      p.prokind = 'w' as window,`,
    ),

  vary: varyRoutine,
  create: createRoutine,
  shell: routineShell,
  alter: (old, rebuilt) =>
    old.attributes.returns === rebuilt.attributes.returns &&
    old.attributes.window === rebuilt.attributes.window
      ? replaceRoutine(old, rebuilt)
      : undefined,
})
