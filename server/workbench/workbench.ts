import { RebaselineError } from '../errors.ts'
import { appliedReader, type AppliedExport } from '../export/applied.ts'
import { interruptedReader } from '../export/interrupted.ts'
import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Progress } from '../proof/workspace.ts'
import type { Job, JobEvent, JobKind } from '../../shared/job.ts'
import type { InterruptedExport, Overview, StandingExport } from '../../shared/overview.ts'
import type { RemedyOf } from '../views/views.ts'
import { refusalsOf } from '../review/checklist.ts'
import { ProjectReview } from '../review/review.ts'
import { reviewLooks } from '../review/looks.ts'
import { unacknowledged } from '../review/standing.ts'
import { blocks } from '../../shared/finding.ts'
import type { Person } from '../../shared/checklist.ts'
import { Jobs } from './jobs.ts'
import { overviewOf, type Reviewed } from './overview.ts'
import type { Way } from './way.ts'

/** What one dashboard works with, and who hears of it. */
export interface WorkbenchOptions {
  readonly way: Way
  /** Takes secrets out of everything that is said. */
  readonly mask: (text: string) => string
  /** Told each line of a job's log as well. */
  readonly onProgress?: Progress
  /** Whether we know statements that would mend a finding; of none unless told. */
  readonly remedyOf?: RemedyOf
  /** Who works here, as far as that is known. */
  readonly person?: () => Promise<Person | null>
  /** A file that the export writes the new workflow into; none unless told. */
  readonly notes?: string | null
  /** Told each comparison. */
  readonly onCompared?: (run: ComparedRun) => void
}

/** What one dashboard works with: its jobs, and the last comparison in memory. */
export class Workbench {
  readonly #options: WorkbenchOptions
  readonly #jobs: Jobs
  readonly #review: ProjectReview | null
  readonly #readApplied: () => Promise<AppliedExport | null>
  readonly #readInterrupted: () => Promise<InterruptedExport | null>
  #run: ComparedRun | null = null

  constructor(options: WorkbenchOptions) {
    this.#options = options
    this.#jobs = new Jobs(options.mask)
    const { project } = options.way
    this.#review = project && new ProjectReview(project, options.person ?? (async () => null))
    this.#readApplied = project ? appliedReader(project) : async () => null
    this.#readInterrupted = project ? interruptedReader(project) : async () => null
  }

  /** Null for two existing databases. */
  get project(): Project | null {
    return this.#options.way.project
  }

  /** The file that the export writes the new workflow into; null for none. */
  get notes(): string | null {
    return this.#options.notes ?? null
  }

  /** What people stated about the comparison; throws for two existing databases. */
  get review(): ProjectReview {
    if (this.#review) return this.#review
    throw new RebaselineError('not-this-way', {
      doing: 'review a baseline',
      happened: 'two existing databases are compared here, and there is none',
    })
  }

  /** The last comparison of this process; null before the first. */
  get lastRun(): ComparedRun | null {
    return this.#run
  }

  get job(): Job | null {
    return this.#jobs.current
  }

  get remedyOf(): RemedyOf {
    return this.#options.remedyOf ?? (() => 'none')
  }

  /** The last comparison; throws before the first. */
  comparedRun(): ComparedRun {
    if (this.#run) return this.#run
    throw new RebaselineError('not-compared-yet', {
      doing: 'show what was compared',
      happened: 'nothing was compared yet',
    })
  }

  async overview(): Promise<Overview> {
    const { way } = this.#options
    const run = this.#run
    // Before anything is read: what changes in between looks changed the next time.
    const looks = this.project ? await reviewLooks(this.project) : ''
    const standing = await way.standing(run)
    return overviewOf(way, run, this.#jobs.current, {
      ...standing,
      left: await this.#left(),
      elsewhere: await this.#elsewhere(),
      exported: await this.#exported(),
      interrupted: await unlessTold(this.#readInterrupted(), null),
      looks,
    })
  }

  /** The export that stands there, and what of it no longer does. */
  async #exported(): Promise<StandingExport | null> {
    const applied = await unlessTold(this.#readApplied(), null)
    if (!applied) return null
    const { journal, files, drafts } = applied
    const changed = [...files, ...(drafts === 'same' ? [] : ['the drafts'])]
    const kept = journal.commands.length > 0 ? 'by git' : 'nowhere'
    return { at: journal.startedAt, changed, kept }
  }

  /** What is left to state before an export; unknown where the review can't be read, or something blocks. */
  async #left(): Promise<Reviewed['left']> {
    // What blocks needs no look at the review.
    if (!this.#review || !this.#run || this.#run.comparison.findings.some(blocks)) return null
    return unlessTold(
      this.#review.standing().then((standing) => ({
        refusals: refusalsOf(standing).length,
        classes: unacknowledged(standing).length,
      })),
      null,
    )
  }

  /** A later run of another process, which the review on disk goes by. */
  async #elsewhere(): Promise<number | null> {
    const kept = await unlessTold(this.#options.way.keptNumber(), 0)
    return this.#run && kept > this.#run.number ? kept : null
  }

  /** As `start`, refused at once where the result could not be kept. */
  async startReady(kind: JobKind): Promise<Job> {
    if (this.job?.state !== 'running') await this.#options.way.ready()
    return this.start(kind)
  }

  start(kind: JobKind): Job {
    const { way, onProgress, onCompared } = this.#options
    if (way.way === 'databases' && kind !== 'prove') {
      throw new RebaselineError('not-this-way', {
        doing: 'work on a baseline',
        happened: 'two existing databases are compared here, and there is none',
      })
    }
    return this.#jobs.start(kind, async (control) => {
      const compared = await way.compare(kind, {
        signal: control.signal,
        progress: (doing, about) => {
          control.progress(doing, about)
          onProgress?.(doing, about)
        },
      })
      control.signal.throwIfAborted()
      const number = await way.claimNumber(this.#run?.number ?? 0)
      const run = { ...compared, number, finishedAt: new Date().toISOString() }
      this.#run = run
      await way.keep(run)
      onCompared?.(run)
    })
  }

  cancel(number: number): Job {
    return this.#jobs.cancel(number)
  }

  events(number: number): AsyncGenerator<JobEvent> {
    return this.#jobs.events(number)
  }

  /** Waits for the job that runs. */
  async ended(): Promise<Job | null> {
    const { current } = this.#jobs
    if (current) for await (const _ of this.#jobs.events(current.number));
    return this.#jobs.current
  }

  /** Ends what runs. */
  close(): Promise<void> {
    return this.#jobs.close()
  }
}

/** What can't be read gives that instead: the screen it matters on says why. */
async function unlessTold<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof RebaselineError) return otherwise
    throw error
  }
}
