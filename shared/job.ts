import { Type, type Static } from 'typebox'
import { MigrationFailure } from './migration-failure.ts'
import { closed, nullable, oneOf, Time } from './schema.ts'

/**
 * `prove` does everything from the old side on, `verify` rebuilds from the drafts, `generate` writes them anew and
 * verifies; `plant` proves, and plants faults in copies of what was rebuilt; `drift` looks at the live database alone.
 */
export const JOB_KINDS = ['prove', 'verify', 'generate', 'plant', 'drift'] as const
export const JOB_STATES = ['running', 'done', 'failed', 'cancelled'] as const

export const JobError = closed({
  code: Type.String(),
  message: Type.String(),
  help: Type.String(),
  /** The line of a draft that failed. */
  place: Type.Optional(closed({ draft: oneOf(['baseline', 'seed']), line: Type.Integer() })),
  /** The migration that failed. */
  migration: Type.Optional(MigrationFailure),
})

/** A long piece of work. One runs at a time; the last one stays readable with its whole log. */
export const Job = closed({
  number: Type.Integer(),
  kind: oneOf(JOB_KINDS),
  state: oneOf(JOB_STATES),
  startedAt: Time,
  finishedAt: nullable(Time),
  /** What it does now, as people read it. */
  doing: Type.String(),
  /** How far it is, where that can be counted: 12 of 50. */
  done: nullable(Type.Integer()),
  of: nullable(Type.Integer()),
  error: nullable(JobError),
})
export type Job = Static<typeof Job>
export type JobKind = (typeof JOB_KINDS)[number]

/** One line of a job's log. */
export const LogLine = closed({ at: Time, text: Type.String() })
export type LogLine = Static<typeof LogLine>

/** A line of the stream of a job: its state whenever that changes, and its log from the first line on. */
export const JobEvent = Type.Union([
  closed({ type: Type.Literal('job'), job: Job }),
  closed({ type: Type.Literal('log'), line: LogLine }),
])
export type JobEvent = Static<typeof JobEvent>

export const StartJob = closed({ kind: oneOf(JOB_KINDS) })
export type StartJob = Static<typeof StartJob>

/** In an address. */
export const JobNumber = closed({ number: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }) })

/** The body of a call that says all by its address. */
export const Nothing = closed({})
