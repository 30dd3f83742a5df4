import { compareJob, plantJob, proofJob, readWholeJob, replayJob, type Job } from './adapter.ts'

/** What run.ts asks of a process of its own, so that its peak of memory is that job's alone. */
export type Request =
  | {
      readonly job: 'compare' | 'read whole'
      readonly server: string
      readonly old: string
      readonly rebuilt: string
    }
  | { readonly job: 'proof'; readonly major: number; readonly folder: string }
  | { readonly job: 'plant'; readonly major: number; readonly folder: string }
  | { readonly job: 'replay'; readonly major: number; readonly folder: string }

export interface Answer extends Job {
  /** Largest resident set of the process itself. */
  readonly peakKilobytes: number
}

function run(request: Request): Promise<Job> {
  if (request.job === 'proof') return proofJob(request.major, request.folder)
  if (request.job === 'plant') return plantJob(request.major, request.folder)
  if (request.job === 'replay') return replayJob(request.major, request.folder)
  const { server, old, rebuilt } = request
  return request.job === 'compare' ? compareJob(old, rebuilt) : readWholeJob(server, old, rebuilt)
}

process.once('message', (request: Request) => {
  void run(request).then(
    (job) => {
      const answer: Answer = { ...job, peakKilobytes: process.resourceUsage().maxRSS }
      process.send?.(answer, () => process.disconnect())
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exitCode = 1
      process.disconnect()
    },
  )
})
