import type { VolatileAttributes } from '../compare/volatile.ts'
import { expectedOf } from '../deployments/expected-schema.ts'
import type { ComparedRun } from '../project/run.ts'
import type { ExpectedSchema } from '../../shared/stamp.ts'

/** The schemas that a run proved: at the line, and after the later files where some stay. */
export function provenSchemas(
  { old, rebuilt, line, end }: ComparedRun,
  volatile: VolatileAttributes,
): ExpectedSchema[] {
  const changing = new Set(volatile.keys())
  const at = (laterRun: readonly string[], sides: Pick<Sides, 'old' | 'rebuilt'>) => ({
    laterRun: [...laterRun],
    variants: expectedOf({ ...sides, volatile: changing }),
  })
  return [
    at([], { old: old.model, rebuilt: rebuilt.model }),
    ...(line && end ? [at(line.later, end)] : []),
  ]
}

type Sides = Parameters<typeof expectedOf>[0]
