import type { Job, JobEvent, JobKind, LogLine } from '../../shared/job.ts'
import { RebaselineError } from '../errors.ts'
import { DraftFailed } from '../proof/draft-failed.ts'
import type { Count, Progress } from '../proof/workspace.ts'
import { maskedIn } from './masked.ts'

/** What some long work says of itself while it runs. */
export interface JobControl {
  readonly signal: AbortSignal
  /** What it does now; a line of the log too. */
  readonly progress: Progress
}

/** What a log keeps; how many more there were is said at its end. */
const MOST_LINES = 20_000

interface Run {
  job: Job
  readonly log: LogLine[]
  leftOut: number
  readonly controller: AbortController
  readonly ended: Promise<void>
}

/** Long work, one piece at a time. The last one stays readable with its whole log. */
export class Jobs {
  readonly #mask: (text: string) => string
  #last: Run | undefined
  #count = 0
  #waiting: (() => void)[] = []

  /** `mask` takes secrets out of everything that is said. */
  constructor(mask: (text: string) => string) {
    this.#mask = mask
  }

  /** The one that runs, else the last one. */
  get current(): Job | null {
    return this.#last?.job ?? null
  }

  start(kind: JobKind, work: (control: JobControl) => Promise<void>): Job {
    if (this.#last?.job.state === 'running') throw busy(this.#last.job)
    this.#count += 1
    const number = this.#count
    const job: Job = {
      number,
      kind,
      state: 'running',
      startedAt: now(),
      finishedAt: null,
      doing: 'Starting',
      done: null,
      of: null,
      error: null,
    }
    const controller = new AbortController()
    const ended = Promise.resolve().then(() => this.#run(run, work))
    const run: Run = { job, log: [], leftOut: 0, controller, ended }
    this.#last = run
    this.#tell()
    return job
  }

  /** Calls a job off. It ends once what it had opened is taken away again. */
  cancel(number: number): Job {
    const run = this.#find(number)
    if (run.job.state !== 'running' || run.controller.signal.aborted) return run.job
    this.#say(run, 'Cancelling: taking away what was built')
    run.controller.abort()
    return run.job
  }

  /** A job's whole story and then whatever comes, until it is over. */
  events(number: number): AsyncGenerator<JobEvent> {
    return this.#events(this.#find(number))
  }

  /** Ends what runs, and waits for it. */
  async close(): Promise<void> {
    this.#last?.controller.abort()
    await this.#last?.ended
  }

  async #run(run: Run, work: (control: JobControl) => Promise<void>): Promise<void> {
    const { signal } = run.controller
    try {
      signal.throwIfAborted()
      await work({
        signal,
        progress: (doing, about) =>
          this.#progress(run, doing, about === 'remark' ? undefined : about),
      })
      this.#finish(run, { state: 'done', doing: 'Done' })
    } catch (error) {
      if (signal.aborted) this.#finish(run, { state: 'cancelled', doing: 'Cancelled' })
      else this.#finish(run, { state: 'failed', doing: 'Failed', error: this.#told(error) })
    }
  }

  #progress(run: Run, doing: string, count: Count | undefined): void {
    if (run.controller.signal.aborted) return
    this.#say(run, doing, { done: count?.done ?? null, of: count?.of ?? null })
  }

  #say(run: Run, text: string, change: Partial<Job> = {}): void {
    const doing = this.#mask(text)
    if (run.log.length < MOST_LINES) run.log.push({ at: now(), text: doing })
    else run.leftOut += 1
    this.#change(run, { ...change, doing })
  }

  #finish(run: Run, end: Pick<Job, 'state' | 'doing'> & Partial<Job>): void {
    if (run.leftOut > 0) run.log.push({ at: now(), text: `… ${run.leftOut} lines left out` })
    run.log.push({
      at: now(),
      text: end.error ? `${end.error.message}\n${end.error.help}` : end.doing,
    })
    this.#change(run, { ...end, finishedAt: now() })
  }

  #change(run: Run, change: Partial<Job>): void {
    run.job = { ...run.job, ...change }
    this.#tell()
  }

  #told(error: unknown): Job['error'] {
    const known = error instanceof RebaselineError ? error : unforeseen(error)
    const { code, message, help, migration } = known.toJSON()
    return {
      code,
      message: this.#mask(message),
      help: this.#mask(help),
      ...(known instanceof DraftFailed && { place: { ...known.place } }),
      ...(migration && { migration: maskedIn(migration, this.#mask) }),
    }
  }

  async *#events(run: Run): AsyncGenerator<JobEvent> {
    let said: Job | undefined
    if (run.job.state === 'running') {
      said = run.job
      yield { type: 'job', job: said }
    }
    for (let line = 0; ;) {
      const { job } = run
      while (line < run.log.length) {
        const next = run.log[line]
        line += 1
        if (next) yield { type: 'log', line: next }
      }
      if (job !== run.job) continue
      if (job !== said) yield { type: 'job', job }
      said = job
      if (job.state !== 'running') return
      if (job === run.job) await this.#next()
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #tell(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #find(number: number): Run {
    if (this.#last?.job.number === number) return this.#last
    throw new RebaselineError('job-unknown', {
      doing: `find job ${number}`,
      happened: this.#last
        ? `the last one was ${this.#last.job.number}, and only that one is kept`
        : 'none was started yet',
    })
  }
}

const now = (): string => new Date().toISOString()

const busy = ({ number, doing }: Job): RebaselineError =>
  new RebaselineError('job-running', {
    doing: 'start the work',
    happened: `job ${number} is still running (${doing})`,
  })

const unforeseen = (error: unknown): RebaselineError =>
  new RebaselineError('internal-error', {
    doing: 'finish the work',
    happened:
      (error instanceof Error ? error.message || error.name : String(error)).split('\n')[0] ?? '',
    cause: error,
  })
