import type { Comparison } from '../../shared/finding.ts'
import type { Planted } from '../../shared/planted.ts'
import { askRebuilt, type OldTries } from './behaviour.ts'
import type { CompareOptions } from './compare-sides.ts'
import { plantFaults } from './plant-faults.ts'
import type { Side } from './read-side.ts'
import type { RebuiltSide } from './rebuild.ts'
import type { Workspace } from './workspace.ts'

/**
 * Tries on both sides rows that break their constraints, then plants faults in copies of rebuilt. The comparison that is
 * given back holds what the rows told; the faults are weighed against that without.
 */
export async function testTheTest(
  workspace: Workspace,
  { old, rebuilt }: { readonly old: Side; readonly rebuilt: RebuiltSide },
  rules: CompareOptions,
  compared: Comparison,
  asked: OldTries | null,
): Promise<{ readonly planted: Planted; readonly comparison: Comparison }> {
  const tries = asked?.result() ?? { why: 'nobody asked old' }
  const sides = { old: old.model, rebuilt }
  const { behaviour, comparison } =
    'why' in tries
      ? { behaviour: tries, comparison: compared }
      : await askRebuilt(workspace, tries, sides, compared, rules.ledger)
  const planted = await plantFaults(workspace, old, rebuilt, {
    ...rules,
    findings: compared.findings,
  })
  return { planted: { ...planted, behaviour }, comparison }
}
