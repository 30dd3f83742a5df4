import { readDrafts } from '../drafts/drafts.ts'
import { hashText } from '../project/inputs.ts'
import { readLastRun, type RunRecord } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import type { Evidence, ItemId } from '../../shared/checklist.ts'
import {
  blocks,
  DIFFERENCE_CLASSES,
  type DifferenceClass,
  type Finding,
} from '../../shared/finding.ts'
import { counted, summarize } from '../../shared/report.ts'
import { changedParts, hashOfFindings } from './evidence.ts'
import { folded, type Entry, type Folded } from './log.ts'
import { readReview, type Review } from './store.ts'

/** Where the review of a project stands: what was compared last, what people stated about it, and whether it is still so. */
export interface Standing {
  readonly run: RunRecord | null
  readonly review: Review
  /** What counts of it: nothing where the log is broken. */
  readonly stated: Folded
  /** What changed on disk since the run, as people read it: `the drafts`. */
  readonly outdated: readonly string[]
}

/** Gives the hash of the old migrations as they stand there now. */
export type MigrationsNow = () => Promise<string>

/** Reads all that the review of a project depends on. */
export async function readStanding(
  project: Project,
  migrationsNow: MigrationsNow,
): Promise<Standing> {
  const review = await readReview(project)
  const run = await readLastRun(project)
  const stated = folded(review.broken === null ? review.log : [])
  return { run, review, stated, outdated: run ? await outdatedBy(project, run, migrationsNow) : [] }
}

async function outdatedBy(
  project: Project,
  { inputs }: RunRecord,
  migrationsNow: MigrationsNow,
): Promise<string[]> {
  const drafts = await readDrafts(project)
  const isSame =
    drafts !== null &&
    hashText(drafts.texts.baseline) === inputs.baseline &&
    hashText(drafts.texts.seed) === inputs.seed
  return [
    ...((await migrationsNow()) === inputs.migrations ? [] : ['the old migrations']),
    ...(isSame ? [] : ['the drafts']),
  ]
}

/** Why nothing can be stated about anything now. */
export function obstacles({ run, review, outdated }: Standing): string[] {
  if (review.broken !== null) return [`the log of the review is broken (${review.broken})`]
  if (!run) return ['nothing was compared yet: start a run first']
  if (outdated.length > 0) {
    return [`verify again first: ${outdated.join(' and ')} changed since run ${run.number}`]
  }
  const { verdict, headline } = summarize(run.comparison)
  return verdict === 'unknown' ? [`the last run could not tell: ${headline}`] : []
}

/** Why an item can't be signed now. */
export function obstaclesTo(item: ItemId, standing: Standing): string[] {
  const general = obstacles(standing)
  const evidence = standing.run?.evidence[item]
  if (general.length > 0) return general
  if (!evidence) return ['verify again first: the last run kept no evidence for it']
  if (evidence.blocking > 0) {
    const that = evidence.blocking === 1 ? 'blocks: mend it' : 'block: mend them'
    return [`${counted(evidence.blocking, 'difference')} ${that}, then verify again`]
  }
  return item === 'acceptable' ? unacknowledged(standing) : []
}

/** The acceptable classes of the last run that nobody acknowledged as they are now. */
export const unacknowledged = (standing: Standing): string[] =>
  classesOf(standing).flatMap(({ name, findings, state }) => {
    const differences = counted(findings.length, 'difference')
    if (state === 'current') return []
    return state === 'none'
      ? [`${differences} of class ${name}: not acknowledged`]
      : [`${differences} of class ${name}: other ones were acknowledged, acknowledge them again`]
  })

/** One acceptable class of differences, and how its acknowledgement stands. */
export interface AcceptableClass {
  readonly name: DifferenceClass
  readonly findings: readonly Finding[]
  /** Of exactly these findings. */
  readonly hash: string
  readonly entry: Entry | undefined
  readonly state: 'none' | 'current' | 'stale'
}

/** Those that the last run found something of, in the order people read them. */
export function classesOf({ run, stated }: Standing): AcceptableClass[] {
  const acceptable = run?.comparison.findings.filter((finding) => !blocks(finding)) ?? []
  return (Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]).flatMap((name) => {
    const findings = acceptable.filter((finding) => finding.class === name)
    if (findings.length === 0) return []
    const hash = hashOfFindings(findings)
    const entry = stated.acknowledged.get(name)
    const state = !entry ? 'none' : entry.content === hash ? 'current' : 'stale'
    return [{ name, findings, hash, entry, state }]
  })
}

/** A sign-off as it stands now. */
export interface Signed {
  readonly entry: Entry
  readonly state: 'current' | 'stale'
  /** What changed of what it covers. */
  readonly changed: readonly string[]
}

/** How an item is signed; undefined where it is not. */
export function signedState(item: ItemId, { run, review, stated }: Standing): Signed | undefined {
  const entry = stated.signed.get(item)
  if (!entry) return undefined
  const evidence = run?.evidence[item]
  if (evidence?.hash === entry.content) return { entry, state: 'current', changed: [] }
  const changed = evidence ? changesSince(review.covered.get(entry.content), evidence) : []
  return { entry, state: 'stale', changed: changed.length > 0 ? changed : ['what it covers'] }
}

const MOST_CHANGES = 12

/** Names of what is another one than it was; empty where nobody knows. */
export function changesSince(before: Evidence['parts'] | undefined, { parts }: Evidence): string[] {
  if (!before) return []
  const changed = changedParts(before, parts)
  if (changed.length <= MOST_CHANGES) return changed
  return [...changed.slice(0, MOST_CHANGES), `and ${changed.length - MOST_CHANGES} more`]
}
