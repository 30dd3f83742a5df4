import { posix } from 'node:path'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { stampSql } from '../deployments/stamp-sql.ts'
import { unstampSql } from '../deployments/unstamp-sql.ts'
import { migrationName } from '../history/folder.ts'
import type { RunRecord } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import { readProvenSchemas } from '../project/proven-schemas.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import type { Archive } from './archive.ts'
import { writing, type HashedStep } from './step.ts'

/** Where these three stand: their names have the number of the export's report. */
export interface StampPaths {
  readonly stamp: string
  readonly unstamp: string
  readonly plan: string
}

/** What moves existing deployments over to this export; undefined where no schema was kept, or nothing is replaced. */
export async function stampPlanOf(
  project: Project,
  run: RunRecord | null,
  archive: Archive,
  { baseline, seed }: { readonly baseline: string; readonly seed: string },
): Promise<StampPlan | undefined> {
  const schema = run && (await readProvenSchemas(project, run.number))
  if (!schema || schema.length === 0 || archive.migrations.length === 0) return undefined
  return {
    ledger: { ...(run.ledger ?? DEFAULT_LEDGER) },
    archived: archive.migrations.map(({ name }) => name),
    later: archive.later.map(({ name }) => name),
    marked: [baseline, seed].map((path) => {
      const file = posix.basename(path)
      return migrationName(file) ?? file
    }),
    schema: [...schema],
  }
}

/** How existing deployments are moved over: two files for psql, and what they are made of. */
export const stampSteps = (plan: StampPlan, paths: StampPaths): readonly HashedStep[] => [
  writing(
    paths.stamp,
    stampSql(plan),
    'marks the baseline as run on databases that have run these',
  ),
  writing(paths.unstamp, unstampSql(plan), 'takes that back'),
  writing(paths.plan, planText(plan), 'what both are made of, for `rebaseline stamp`'),
]

const planText = (plan: StampPlan): string => `${JSON.stringify(plan, null, 1)}\n`
