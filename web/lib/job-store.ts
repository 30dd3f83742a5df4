import { useEffect, useSyncExternalStore } from 'react'
import { API } from '../../shared/api.ts'
import type { Job, JobEvent, LogLine } from '../../shared/job.ts'
import { addressOf, CallRefused, readLines } from './server.ts'

/** A job as its stream told it so far. */
export interface FollowedJob {
  readonly job: Job | null
  readonly log: readonly LogLine[]
}

const NOTHING: FollowedJob = { job: null, log: [] }
const REDRAW = 100
const AGAIN = 1_000

/** What a list of events comes to: the last state of the job, and its log. */
export function followed(events: readonly JobEvent[]): FollowedJob {
  let job: Job | null = null
  const log: LogLine[] = []
  for (const event of events) {
    if (event.type === 'job') job = event.job
    else log.push(event.line)
  }
  return { job, log }
}

/** Follows one job by its stream; a cut stream is opened anew, and then tells everything from the beginning. */
class JobFollower {
  #now = NOTHING
  #events: JobEvent[] = []
  #number = 0
  #abort = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  readonly current = (): FollowedJob => this.#now

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  follow(number: number): void {
    if (this.#number === number) return
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#number = number
    this.#now = NOTHING
    void this.#stream(number, this.#abort.signal)
  }

  async #stream(number: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#events = []
      try {
        await readLines<JobEvent>(addressOf(API.jobEvents, { number }), {
          signal,
          onLine: (event) => this.#take(event, signal),
        })
      } catch (error) {
        if (error instanceof CallRefused) return
      }
      if (this.#isOver()) return
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN)
      })
    }
  }

  #isOver(): boolean {
    const { job } = followed(this.#events)
    return job !== null && job.state !== 'running'
  }

  #take(event: JobEvent, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#events.push(event)
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#now = followed(this.#events)
      for (const listener of this.#listeners) listener()
    }, REDRAW)
  }
}

const follower = new JobFollower()

/** The job with this number, as far as its stream has told; the log grows while it runs. */
export function useFollowedJob(number: number | undefined): FollowedJob {
  useEffect(() => {
    if (number !== undefined) follower.follow(number)
  }, [number])
  return useSyncExternalStore(follower.subscribe, follower.current)
}
