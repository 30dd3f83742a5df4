import type { MigrationForm } from '../baseline/migration-form.ts'
import type { Ledger } from '../catalog/fragments.ts'
import type { AppliedExport } from '../export/applied.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { Imported } from '../project/imported.ts'
import type { ComparedRun } from '../project/run.ts'
import { write, type Draft, type Generated } from '../proof/generate.ts'
import type { OldTries } from '../proof/behaviour.ts'
import type { OldSide } from '../proof/old-side.ts'
import { readEmpty, type RebuiltSide } from '../proof/rebuild.ts'
import type { MigrationsSource } from '../proof/source.ts'
import type { Workspace } from '../proof/workspace.ts'
import { compareTypes, typesProof } from '../types/compare-types.ts'
import { version } from '../version.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { Proof } from '../../shared/overview.ts'
import {
  comparisonProof,
  dumpProof,
  fixedPointProof,
  noFixedPoint,
  repeatableProof,
} from './proofs.ts'

/** One more proof: what another program says of both sides while their databases stand. */
export interface Beside {
  /** The same source, whose database is shown to it. */
  readonly source: MigrationsSource
  readonly finish: (open: Workspace, rebuilt: DatabaseUrl) => Promise<Proof>
}

/** The old side as it was read, and what it was read from. */
export interface Kept {
  readonly migrations: string
  readonly imported: Imported
  /** The last migration that the baseline replaces, as it was named; undefined for all. */
  readonly squashTo: string | undefined
  readonly side: OldSide
  readonly facts: ComparedRun['sides']['old']
  /** The export that the folder stood after. */
  readonly exported: AppliedExport | null
  readonly beside: Beside | undefined
  /** What its database did with rows that break its constraints; null where nobody asks. */
  readonly asked: OldTries | null
  generated: (Draft & Pick<Generated, 'statements'>) | null
  /** How it was written. */
  form: MigrationForm
  /** Why none could be generated. */
  whyNot: string
}

/** What was tried of it and of what was rebuilt. */
export async function proofsOf(
  open: Workspace,
  { side, generated, beside, form, whyNot }: Kept,
  {
    rebuilt,
    end,
    comparison,
    ledger,
  }: {
    readonly rebuilt: RebuiltSide
    /** After the later files; null where none stay. */
    readonly end: RebuiltSide | null
    readonly comparison: Comparison
    readonly ledger: Ledger
  },
): Promise<Proof[]> {
  const again = generated && write(rebuilt, side, await readEmpty(open, ledger), form)
  return [
    comparisonProof(comparison),
    dumpProof(comparison),
    generated && again ? fixedPointProof(generated, again) : noFixedPoint(whyNot),
    repeatableProof(side.migrations.length, side.ways, {
      attributes: side.volatile.size,
      tables: side.volatileRows?.tables.size ?? 0,
    }),
    typesProof(compareTypes(side.model, rebuilt.model, version())),
    ...(beside ? [await beside.finish(open, (end ?? rebuilt).database.url)] : []),
  ]
}

/** The baseline as it was generated, or why there is none. */
export function writtenOf({
  generated,
  exported,
  whyNot,
}: Kept): NonNullable<ComparedRun['written']> {
  if (exported) return { why: 'what was generated is exported already' }
  if (!generated) return { why: whyNot }
  return { text: generated.baseline, statements: generated.statements }
}
