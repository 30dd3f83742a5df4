import type { Project } from '../project/project.ts'
import type { Checklist } from '../../shared/checklist.ts'

/** Whether the review lets an export happen. */
export interface ExportGate {
  /** Why not, each with what to do; empty where nothing is in the way. */
  refusals(): Promise<readonly string[]>
  /** The review as it stands; null where there is none. */
  checklist(): Promise<Checklist | null>
}

/** Which project is exported, and by which leave. */
export interface ExportRequest {
  readonly project: Project
  readonly gate: ExportGate
  /** A file that gets the new workflow; null for none. */
  readonly notes: string | null
  /** A file that stamps a deployment as its application starts; none unless named. */
  readonly startUp?: string
  readonly version: string
}
