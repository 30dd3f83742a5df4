import type { Ledger } from '../catalog/fragments.ts'
import type { VolatileAttributes } from '../compare/volatile.ts'
import type { RunRecord } from '../project/last-run.ts'
import type { ComparedRun, RunInputs } from '../project/run.ts'
import { evidenceOf } from '../review/evidence.ts'
import { categoriesOf } from '../../shared/categories.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { History } from '../../shared/history.ts'
import { pictureOf } from '../../shared/history-picture.ts'
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
    ...(run.history ? { history: historyRecord(run.history) } : {}),
    did: Object.fromEntries(did),
    evidence: evidenceOf(run, { ledger, seed, volatile }),
  }
}

const historyRecord = (history: History): NonNullable<RunRecord['history']> => ({
  picture: pictureOf(history.migrations),
  categories: categoriesOf(history).map(({ category }) => category),
  passedOver: history.ignored.map(({ file }) => file),
})

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
