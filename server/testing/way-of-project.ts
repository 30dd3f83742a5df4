import type { Project } from '../project/project.ts'
import { draftStoreOf } from '../workbench/draft-store.ts'
import { ProjectWay } from '../workbench/project-way.ts'
import type { Way } from '../workbench/way.ts'
import { wayOf } from './compared-run.ts'
import { smallRun } from './small-run.ts'

/** A project as the program serves it, but that its jobs come to a small run at once, without a Postgres. */
export function wayOfProject(project: Project): Way {
  const way = new ProjectWay({
    project,
    ledger: { table: 'kysely_migration', lockTable: 'kysely_migration_lock', schema: 'public' },
    seed: 'all',
    beginning: null,
    drafts: draftStoreOf(project),
    workspace: () => Promise.reject(new Error('nothing is built here')),
  })
  return {
    ...wayOf(smallRun(), project),
    id: way.id,
    line: way.line,
    ready: () => way.ready(),
    standing: (run) => way.standing(run),
    keptNumber: () => way.keptNumber(),
  }
}
