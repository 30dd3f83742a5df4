import { Type, type Static } from 'typebox'
import { Job } from './job.ts'
import { PlantedShown } from './planted.ts'
import { closed, nullable, oneOf, Time } from './schema.ts'

/** One database of a comparison, without any secret. */
export const SideFacts = closed({
  /** Where it came from: `replayed from examples/studio/migrations`. */
  origin: Type.String(),
  host: Type.String(),
  database: Type.String(),
  /** As Postgres prints it: `18.4`. */
  serverVersion: Type.String(),
  /** True for a database that is in use, and not one that we created. */
  live: Type.Boolean(),
})
export type SideFacts = Static<typeof SideFacts>

/** Something else that was tried, such as a second build of the old folder. */
export const Proof = closed({
  title: Type.String(),
  outcome: oneOf(['holds', 'fails', 'unknown', 'not-run']),
  detail: Type.String(),
})
export type Proof = Static<typeof Proof>

export const VERDICTS = ['equal', 'acceptable', 'different', 'unknown'] as const

export const KindCount = closed({
  old: Type.Integer(),
  rebuilt: Type.Integer(),
  equal: Type.Integer(),
  findings: Type.Integer(),
})

/** How many findings there are of one class. */
export const ClassCount = closed({
  class: Type.String(),
  count: Type.Integer(),
  blocks: Type.Boolean(),
  means: Type.String(),
})

/** What the last comparison came to. */
export const Result = closed({
  verdict: oneOf(VERDICTS),
  /** `65 differences in 412 objects, 51 of them block` */
  headline: Type.String(),
  coverage: Type.String(),
  sides: closed({ old: SideFacts, rebuilt: SideFacts }),
  counts: Type.Record(Type.String(), KindCount),
  classes: Type.Array(ClassCount),
  notCompared: Type.Array(Type.String()),
  proofs: Type.Array(Proof),
  /** What came of planted faults; null where nobody asked for any. */
  planted: nullable(PlantedShown),
  finishedAt: Time,
  /** What has to be said of it, such as that it was made after an export; null where nothing has. */
  note: nullable(Type.String()),
})
export type Result = Static<typeof Result>

/** The export that stands in the project, until a migration is added to it. */
export const StandingExport = closed({
  at: Time,
  /** What changed since, as people read it: `the drafts`; empty where all is as it was left. */
  changed: Type.Array(Type.String()),
  /** Whether git keeps the project, so that it is to be committed. */
  kept: oneOf(['by git', 'nowhere']),
})
export type StandingExport = Static<typeof StandingExport>

/** An export that was killed on its way: half of it may stand in the project. */
export const InterruptedExport = closed({
  at: Time,
  /** `undoing`: it was being taken back. */
  state: oneOf(['applying', 'undoing']),
})
export type InterruptedExport = Static<typeof InterruptedExport>

export const SCREENS = [
  'overview',
  'history',
  'compare',
  'baseline',
  'checklist',
  'export',
  'deployments',
] as const
export type Screen = (typeof SCREENS)[number]

/** What stands in the header of every screen, and what the overview shows. */
export const Overview = closed({
  project: Type.String(),
  /** Tells it from every other of the same name: a hash of where it stands, which says nothing of that place. */
  id: Type.String(),
  /** A folder of migrations with drafts of its own, two existing databases that are only compared, or not said yet. */
  way: oneOf(['project', 'databases', 'first-run']),
  /** Whether a configuration can be written from here: the project has none. */
  configurable: Type.Boolean(),
  /** Number of the last comparison, counted for each project; 0 before the first of this process. */
  run: Type.Integer(),
  /** Number of a later comparison that another dashboard of the project made; null where none did. */
  elsewhere: nullable(Type.Integer()),
  result: nullable(Result),
  /** What is known of the migrations that the result rests on; null where none were replayed. */
  history: nullable(
    closed({ migrations: Type.Integer(), notKnown: Type.Integer(), findings: Type.Integer() }),
  ),
  job: nullable(Job),
  /** Revisions of the drafts: the one that the result is for, and the present one. Null where there are none. */
  revisions: nullable(closed({ verified: nullable(Type.Integer()), draft: Type.Integer() })),
  exported: nullable(StandingExport),
  interrupted: nullable(InterruptedExport),
  /** Another text whenever the checklist or the plan of the export may be another one. */
  moment: Type.String(),
  /** Why nothing of the project can be kept now; null where it can. */
  unwritable: nullable(Type.String()),
  /** The one next step, and where it is taken. */
  next: closed({ text: Type.String(), screen: oneOf(SCREENS) }),
  /** What will be created, and that nothing else is touched: for the first run. */
  notice: Type.Array(Type.String()),
})
export type Overview = Static<typeof Overview>
