import { RebaselineError } from '../errors.ts'
import { appliedReader, type AppliedExport } from '../export/applied.ts'
import { interruptedReader } from '../export/interrupted.ts'
import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Progress } from '../proof/workspace.ts'
import type { MigrationSource } from '../../shared/history-view.ts'
import type { Job, JobEvent, JobKind } from '../../shared/job.ts'
import type { InterruptedExport, Overview, StandingExport } from '../../shared/overview.ts'
import type { RemedyOf } from '../views/views.ts'
import { refusalsOf } from '../review/checklist.ts'
import { ProjectReview } from '../review/review.ts'
import { reviewLooks } from '../review/looks.ts'
import { unacknowledged } from '../review/standing.ts'
import { blocks } from '../../shared/finding.ts'
import type { Person } from '../../shared/checklist.ts'
import type { AnswerProblem, BeginProject } from '../../shared/first-run.ts'
import type { FirstRun } from './first-run.ts'
import { Jobs, type JobControl } from './jobs.ts'
import type { LineDesk } from './line-desk.ts'
import type { LiveDatabase } from './live-database.ts'
import { maskedIn } from './masked.ts'
import { noSource, sourceReader, type SourceReader } from './migration-source.ts'
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
  readonly person?: (project: Project) => Promise<Person | null>
  /** A file that the export writes the new workflow into; none unless told. */
  readonly notes?: string | null
  /** What is asked of a project without a configuration; nothing is unless told. */
  readonly firstRun?: FirstRun
  /** Told each comparison. */
  readonly onCompared?: (run: ComparedRun) => void
}

/** What one dashboard works with: its jobs, and the last comparison in memory. */
export class Workbench {
  readonly #options: WorkbenchOptions
  readonly #jobs: Jobs
  #worked: Worked
  #run: ComparedRun | null = null
  #isBeginning = false
  #cameToIt = (): void => {}
  readonly #firstMoment = new Promise<void>((resolve) => (this.#cameToIt = resolve))

  constructor(options: WorkbenchOptions) {
    this.#options = options
    this.#jobs = new Jobs(options.mask)
    this.#worked = this.#workOn(options.way, options.notes ?? null)
  }

  #workOn(way: Way, notes: string | null): Worked {
    const { project } = way
    const { person = async () => null } = this.#options
    return {
      way,
      notes,
      review: project && new ProjectReview(project, () => person(project)),
      readSource: project ? sourceReader(project) : noSource,
      readApplied: project ? appliedReader(project) : async () => null,
      readInterrupted: project ? interruptedReader(project) : async () => null,
    }
  }

  get way(): Way['way'] {
    return this.#worked.way.way
  }

  /** Null for two existing databases, and where nobody has said yet which it is. */
  get project(): Project | null {
    return this.#worked.way.project
  }

  /** The project; refuses where there is none. */
  projectFor(doing: string): Project {
    const { way, project } = this.#worked.way
    return project ?? refuseWithout(way, doing)
  }

  /** Where it is chosen which migrations the baseline replaces; throws where there is no project. */
  get line(): LineDesk {
    const { line, way } = this.#worked.way
    return line ?? refuseWithout(way, 'choose what a baseline replaces')
  }

  /** The live database of the project; throws where there is none. */
  get live(): LiveDatabase {
    const { live, way } = this.#worked.way
    return live ?? refuseWithout(way, 'look at the live database')
  }

  /** The file that the export writes the new workflow into; null for none. */
  get notes(): string | null {
    return this.#worked.notes
  }

  /** What people stated about the comparison; throws where there is no project. */
  get review(): ProjectReview {
    const { way, review } = this.#worked
    return review ?? refuseWithout(way.way, 'review a baseline')
  }

  /** What is asked of a project without a configuration; throws where nothing is. */
  firstRun(): FirstRun {
    const { firstRun } = this.#options
    if (firstRun?.isOpen()) return firstRun
    throw new RebaselineError('configuration-refused', {
      doing: 'ask what the project does not show',
      happened: 'what is worked on here is said already, in a configuration or on the command line',
      help: 'Edit the configuration, and start the dashboard again.',
    })
  }

  /** Goes on as the project that was answered, and proves it; gives why it could not be taken, where it could not. */
  async begin(request: BeginProject): Promise<readonly AnswerProblem[]> {
    const firstRun = this.firstRun()
    if (this.job?.state === 'running' || this.#isBeginning) {
      throw new RebaselineError('job-running', {
        doing: 'work on what was answered',
        happened: 'a run is going on',
      })
    }
    this.#isBeginning = true
    const beginning = await firstRun.begin(request).finally(() => (this.#isBeginning = false))
    if (beginning.outcome === 'refused') return beginning.problems
    if (beginning.outcome === 'stays') return []
    this.#worked = this.#workOn(beginning.way, beginning.notes)
    this.#run = null
    this.start('prove')
    return []
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

  /** Takes secrets out of every text in it. */
  masked<T>(value: T): T {
    return maskedIn(value, this.#options.mask)
  }

  /** The file of a migration of the last comparison, as it is now. */
  sourceOf(file: string | null): Promise<MigrationSource> {
    return this.#worked.readSource(file, this.comparedRun().inputs)
  }

  async overview(): Promise<Overview> {
    const { way, readInterrupted } = this.#worked
    const run = this.#run
    // Before anything is read: what changes in between looks changed the next time.
    const looks = this.project ? await reviewLooks(this.project) : ''
    const standing = await way.standing(run)
    return overviewOf(way, run, this.#jobs.current, {
      ...standing,
      left: await this.#left(),
      elsewhere: await this.#elsewhere(),
      exported: await this.#exported(),
      interrupted: await unlessTold(readInterrupted(), null),
      configurable: this.#options.firstRun?.isOpen() ?? false,
      looks,
    })
  }

  /** The export that stands there, and what of it no longer does. */
  async #exported(): Promise<StandingExport | null> {
    const applied = await unlessTold(this.#worked.readApplied(), null)
    if (!applied) return null
    const { journal, files, drafts } = applied
    const changed = [...files, ...(drafts === 'same' ? [] : ['the drafts'])]
    const kept = journal.commands.length > 0 ? 'by git' : 'nowhere'
    return { at: journal.startedAt, changed, kept }
  }

  /** What is left to state before an export; unknown where the review can't be read, or something blocks. */
  async #left(): Promise<Reviewed['left']> {
    // What blocks needs no look at the review.
    const { review } = this.#worked
    if (!review || !this.#run || this.#run.comparison.findings.some(blocks)) return null
    return unlessTold(
      review.standing().then((standing) => ({
        refusals: refusalsOf(standing).length,
        classes: unacknowledged(standing).length,
      })),
      null,
    )
  }

  /** A later run of another process, which the review on disk goes by. */
  async #elsewhere(): Promise<number | null> {
    const kept = await unlessTold(this.#worked.way.keptNumber(), 0)
    return this.#run && kept > this.#run.number ? kept : null
  }

  /** As `start`, refused at once where the result could not be kept. */
  async startReady(kind: JobKind): Promise<Job> {
    // A look at the live database keeps nothing.
    if (this.job?.state !== 'running' && kind !== 'drift') await this.#worked.way.ready()
    return this.start(kind)
  }

  start(kind: JobKind): Job {
    const { onProgress, onCompared } = this.#options
    const { way } = this.#worked
    if (way.way !== 'project' && kind !== 'prove') refuseWithout(way.way, 'work on a baseline')
    this.#cameToIt()
    const live = kind === 'drift' ? this.live : undefined
    return this.#jobs.start(kind, async (control) => {
      const told: JobControl = {
        signal: control.signal,
        progress: (doing, about) => {
          control.progress(doing, about)
          onProgress?.(doing, about)
        },
      }
      if (live) return live.look(told)
      const compared = await way.compare(kind, told)
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

  /** Waits for the first job, also where that only begins once the page was answered; null where none ever did. */
  async firstJob(): Promise<Job | null> {
    await this.#firstMoment
    return this.ended()
  }

  /** Waits for the job that runs. */
  async ended(): Promise<Job | null> {
    const { current } = this.#jobs
    if (current) for await (const _ of this.#jobs.events(current.number));
    return this.#jobs.current
  }

  /** Ends what runs. */
  close(): Promise<void> {
    this.#cameToIt()
    return this.#jobs.close()
  }
}

/** What is worked on, and what reads of it. */
interface Worked {
  readonly way: Way
  readonly notes: string | null
  readonly review: ProjectReview | null
  readonly readSource: SourceReader
  readonly readApplied: () => Promise<AppliedExport | null>
  readonly readInterrupted: () => Promise<InterruptedExport | null>
}

function refuseWithout(way: Way['way'], doing: string): never {
  if (way === 'first-run') {
    const happened = 'nobody has said yet where the migrations are'
    throw new RebaselineError('not-begun', { doing, happened })
  }
  throw new RebaselineError('not-this-way', {
    doing,
    happened: 'two existing databases are compared here, and there is no baseline',
  })
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
