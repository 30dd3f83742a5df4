import type { WrittenBaseline } from '../baseline/write.ts'
import type { Side } from '../proof/read-side.ts'
import type { RowVolatility } from '../rows/volatile-column.ts'
import type { Imported } from './imported.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { History } from '../../shared/history.ts'
import type { SquashLine } from '../../shared/line.ts'
import type { Proof, SideFacts } from '../../shared/overview.ts'
import type { Model } from '../../shared/model.ts'
import type { Planted } from '../../shared/planted.ts'

/** Hashes of all that a result depends on: when one differs from what stands there now, the result is an old one. */
export interface RunInputs {
  /** Of the names and contents of the old migrations. */
  readonly migrations: string
  readonly baseline: string
  readonly seed: string
  /** Of the rules that were used: seed selection, ledger names, accepted classes. */
  readonly rules: string
  /** Major of the server that both sides were printed on. */
  readonly major: number
}

/** One comparison with all that was read for it, in memory. */
export interface ComparedRun {
  readonly number: number
  readonly old: Side
  readonly rebuilt: Side
  /** What rows are known to differ in from build to build. */
  readonly volatileRows: RowVolatility | null
  readonly sides: { readonly old: SideFacts; readonly rebuilt: SideFacts }
  readonly comparison: Comparison
  readonly proofs: readonly Proof[]
  /** What came of planted faults; null where nobody asked for any. */
  readonly planted?: Planted | null
  /** Null where two existing databases were compared. */
  readonly inputs: RunInputs | null
  /** What the old migrations load from outside their folder; null where two existing databases were compared. */
  readonly imported?: Imported | null
  /** Where later files stay: the migration up to which the baseline replaces the folder; null where it replaces all. */
  readonly line?: Readonly<SquashLine> | null
  /** Both sides after the later files; null where none stay. */
  readonly end?: { readonly old: Model; readonly rebuilt: Model } | null
  /** What each old migration did; null where none were replayed. */
  readonly history?: History | null
  /** Revision of the drafts that it is for. */
  readonly revision: number | null
  readonly finishedAt: string
  /** The baseline as it was generated from the old side, or why there is none; none for two existing databases. */
  readonly written?: WrittenBaseline | { readonly why: string }
  /** What has to be said of it, such as that it was made after an export; null where nothing has. */
  readonly note?: string | null
}
