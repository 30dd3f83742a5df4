import type { ComparedRun } from '../project/run.ts'
import type { Project } from '../project/project.ts'
import type { JobKind } from '../../shared/job.ts'
import type { Overview } from '../../shared/overview.ts'
import type { JobControl } from './jobs.ts'
import type { LineDesk } from './line-desk.ts'
import type { LiveDatabase } from './live-database.ts'

/** What a job comes to, but for its number. */
export type Compared = Omit<ComparedRun, 'number' | 'finishedAt'>

/** Which drafts there are now, and what of a result has changed since. */
export interface Standing {
  readonly revisions: Overview['revisions']
  /** What changed since the last comparison, as people read it: `the drafts`. */
  readonly changed: readonly string[]
  /** Another text whenever the drafts or the old migrations are other ones. */
  readonly moment: string
  /** Why nothing of the project can be kept now; null where it can. */
  readonly unwritable: string | null
}

/** What a dashboard works on. */
export interface Way {
  readonly way: Overview['way']
  readonly name: string
  /** Tells it from every other of the same name; says nothing of where that is. */
  readonly id: string
  /** Null for two existing databases. */
  readonly project: Project | null
  /** Where it is read and chosen which migrations a baseline replaces; absent where there is none. */
  readonly line?: LineDesk
  /** The live database of the project; absent where there is none. */
  readonly live?: LiveDatabase
  /** Refuses where what a job comes to could not be kept: before it, not after it. */
  ready(): Promise<void>
  /** Does a job; gives what was compared. */
  compare(kind: JobKind, control: JobControl): Promise<Compared>
  /** How the last comparison stands to what is there now. */
  standing(run: ComparedRun | null): Promise<Standing>
  /** A number for a comparison that was just made, after this one; no other process gets the same. */
  claimNumber(last: number): Promise<number>
  /** Number of the comparison that was kept last, by whatever process; 0 where none was. */
  keptNumber(): Promise<number>
  /** Keeps a comparison for those who work without this server. */
  keep(run: ComparedRun): Promise<void>
  /** What a run creates, and that it touches nothing else. */
  readonly notice: readonly string[]
}
