import type { Ledger } from '../catalog/fragments.ts'
import type { VolatileAttributes } from '../compare/volatile.ts'
import type { RunRecord } from '../project/last-run.ts'
import type { ComparedRun, RunInputs } from '../project/run.ts'
import { evidenceOf } from '../review/evidence.ts'
import type { Comparison } from '../../shared/finding.ts'
import { sentAddress } from '../../shared/object.ts'
import type { SeedSelection } from '../../shared/rows.ts'

/** What a run was made by, and what is known of its old side. */
export interface RecordedRules {
  readonly ledger: Ledger
  readonly seed: SeedSelection
  readonly volatile: VolatileAttributes
  readonly did: ReadonlyMap<string, string>
}

/** A run as it is kept on disk. */
export function recordOf(
  run: ComparedRun,
  inputs: RunInputs,
  { ledger, seed, volatile, did }: RecordedRules,
): RunRecord {
  const { number, finishedAt, imported, line, revision, sides, proofs, planted, comparison } = run
  return {
    number,
    finishedAt,
    inputs,
    ...(imported ? { imported } : {}),
    revision,
    ...(line ? { line: { last: line.last, later: [...line.later] } } : {}),
    ledger: { ...ledger },
    sides: { old: { ...sides.old }, rebuilt: { ...sides.rebuilt } },
    proofs: [...proofs],
    ...(planted ? { planted } : {}),
    comparison: mutable(comparison),
    did: Object.fromEntries(did),
    evidence: evidenceOf(run, { ledger, seed, volatile }),
  }
}

/** The same in the form that its schema says. */
const mutable = ({ verdict, counts, findings, notCompared }: Comparison) => ({
  verdict,
  counts: { ...counts },
  findings: findings.map((finding) => ({
    ...finding,
    address: sentAddress(finding.address),
    attributes: finding.attributes.map((attribute) => ({ ...attribute })),
  })),
  notCompared: [...notCompared],
})
