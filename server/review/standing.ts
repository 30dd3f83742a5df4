import { readDrafts } from '../drafts/drafts.ts'
import type { DraftState } from '../drafts/draft-state.ts'
import { readApplied } from '../export/applied.ts'
import { mayRunOf } from '../history/may-run.ts'
import { findInFolders } from '../history/several-folders.ts'
import { changedImports, importsText, type ImportedNow } from '../project/imported.ts'
import { hashText } from '../project/inputs.ts'
import { isMoved } from '../team/exported-line.ts'
import { readLastRun, type RunRecord } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import { ITEM_IDS, TEXT_OF, type Evidence, type ItemId } from '../../shared/checklist.ts'
import { DRAFTS, type DraftName } from '../../shared/draft.ts'
import {
  blocks,
  DIFFERENCE_CLASSES,
  type DifferenceClass,
  type Finding,
} from '../../shared/finding.ts'
import { momentText } from '../../shared/moment-text.ts'
import { counted, summarize } from '../../shared/report.ts'
import { changedParts, hashOfFindings, textPart } from './evidence.ts'
import { folded, type Entry, type Folded } from './log.ts'
import { readReview, readSignedText, type Review } from './store.ts'
import { textChange } from './text-change.ts'

/** Where the review of a project stands: what was compared last, what people stated about it, and whether it is still so. */
export interface Standing {
  readonly run: RunRecord | null
  readonly review: Review
  /** What counts of it: nothing where the log is broken. */
  readonly stated: Folded
  /** What changed on disk since the run, as people read it: `the drafts`. */
  readonly outdated: readonly string[]
  /** Migrations that came into the folder after the run, by their names; empty where that isn't why it is outdated. */
  readonly arrived: readonly string[]
  /** When the baseline was exported that stands in the migrations folder now; null where none does. */
  readonly exportedAt: string | null
  /** The texts of the drafts as they stand on disk; null before they were begun. */
  readonly texts: DraftState['texts'] | null
  /** What became since of the texts of drafts that were signed, in words. */
  readonly rewritten: ReadonlyMap<DraftName, string>
}

/** Gives the hash of the old migrations, and what they load from elsewhere, as it stands there now. */
export interface MigrationsNow {
  readonly hash: () => Promise<string>
  readonly imported: ImportedNow
}

/** Reads all that the review of a project depends on. */
export async function readStanding(
  project: Project,
  migrationsNow: MigrationsNow,
): Promise<Standing> {
  const review = await readReview(project)
  const run = await readLastRun(project)
  const stated = folded(review.broken === null ? review.log : [])
  const texts = run ? ((await readDrafts(project))?.texts ?? null) : null
  const outdated = run ? await outdatedBy(project, run, texts, migrationsNow) : []
  const applied = outdated.includes(MIGRATIONS) ? await readApplied(project) : null
  const exportedAt = applied?.journal.startedAt ?? null
  const arrived = run && outdated.includes(MIGRATIONS) ? await arrivedSince(project, run) : []
  const rewritten = texts ? await rewrittenSince(project, stated, texts) : new Map()
  return { run, review, stated, outdated, arrived, exportedAt, texts, rewritten }
}

const MIGRATIONS = 'the old migrations'

async function outdatedBy(
  project: Project,
  { inputs, imported, line }: RunRecord,
  texts: Standing['texts'],
  migrationsNow: MigrationsNow,
): Promise<string[]> {
  const isSame =
    texts !== null &&
    hashText(texts.baseline) === inputs.baseline &&
    hashText(texts.seed) === inputs.seed
  const isSameFolder = (await migrationsNow.hash()) === inputs.migrations
  const imports =
    isSameFolder && imported ? changedImports(imported, await migrationsNow.imported()) : []
  return [
    ...(isSameFolder ? [] : [MIGRATIONS]),
    ...(imports.length > 0 ? [importsText(imports)] : []),
    ...((await isMoved(project, line)) ? ['the squash line'] : []),
    ...(isSame ? [] : ['the drafts']),
  ]
}

/** A run that looked at each migration knows their names, and which files it passed over. */
async function arrivedSince(
  { migrations, more, provider }: Project,
  { did, history }: RunRecord,
): Promise<string[]> {
  // What a provider gives is known once it is run.
  if (provider || Object.keys(did).length === 0) return []
  const { files } = await findInFolders(migrations, more).catch(() => ({ files: [] }))
  const known = new Set(history?.passedOver)
  const others = files.filter(({ name, file }) => !Object.hasOwn(did, name) && !known.has(file))
  return (await mayRunOf(migrations, others)).map(({ name }) => name)
}

async function rewrittenSince(
  project: Project,
  stated: Folded,
  texts: DraftState['texts'],
): Promise<Standing['rewritten']> {
  const signed = await signedTexts(project, stated, texts)
  return new Map([...signed].map(([draft, text]) => [draft, textChange(text, texts[draft])]))
}

/** The texts of drafts that were signed, where they are other ones now. */
export async function signedTexts(
  project: Project,
  { signed }: Folded,
  texts: DraftState['texts'],
): Promise<ReadonlyMap<DraftName, string>> {
  const found = new Map<DraftName, string>()
  for (const item of ITEM_IDS) {
    const [draft, entry] = [TEXT_OF[item], signed.get(item)]
    if (!draft || !entry || entry.inputs[draft] === hashText(texts[draft])) continue
    const text = await readSignedText(project, draft, entry.inputs[draft])
    if (text !== null) found.set(draft, text)
  }
  return found
}

/** Why nothing can be stated about anything now. */
export function obstacles({ run, review, outdated, arrived, exportedAt }: Standing): string[] {
  if (review.broken !== null) return [`the log of the review is broken (${review.broken})`]
  if (!run)
    return ['nothing was compared yet: start a run first (rebaseline verify, or the Overview)']
  if (exportedAt !== null) {
    return [
      `the baseline was exported on ${momentText(exportedAt)}: take the export back to state anything else`,
    ]
  }
  if (outdated.length > 0) {
    return [
      `verify again first: ${outdated.join(' and ')} changed since run ${run.number}${arrivedText(arrived)}`,
    ]
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
  /** The draft whose text is another one. */
  readonly rewritten: DraftName | null
}

/** How an item is signed; undefined where it is not. */
export function signedState(item: ItemId, standing: Standing): Signed | undefined {
  const { run, review, stated, rewritten } = standing
  const entry = stated.signed.get(item)
  if (!entry) return undefined
  const evidence = run?.evidence[item]
  if (evidence?.hash === entry.content) {
    return { entry, state: 'current', changed: [], rewritten: null }
  }
  const found = evidence ? changesSince(review.covered.get(entry.content), evidence) : []
  const changed = found.length > 0 ? found : ['what it covers']
  const draft = TEXT_OF[item]
  if (!draft || !found.includes(textPart(draft))) {
    return { entry, state: 'stale', changed, rewritten: null }
  }
  const words = rewritten.get(draft)
  const told = changed.map((name) =>
    words && name === textPart(draft) ? `${name} (${words})` : name,
  )
  return { entry, state: 'stale', changed: told, rewritten: draft }
}

const MOST_CHANGES = 12

/** Names of what is another one than it was; empty where nobody knows. */
export function changesSince(before: Evidence['parts'] | undefined, { parts }: Evidence): string[] {
  if (!before) return []
  const all = changedParts(before, parts)
  // The text is what nothing else shows: it is never among those that are cut off.
  const texts = all.filter((name) => DRAFTS.some((draft) => name === textPart(draft)))
  const changed = [...texts, ...all.filter((name) => !texts.includes(name))]
  if (changed.length <= MOST_CHANGES) return changed
  return [...changed.slice(0, MOST_CHANGES), `and ${changed.length - MOST_CHANGES} more`]
}

const MOST_NAMED = 5

function arrivedText(arrived: readonly string[]): string {
  if (arrived.length === 0) return ''
  const more = arrived.length > MOST_NAMED ? ` and ${arrived.length - MOST_NAMED} more` : ''
  return `: ${arrived.slice(0, MOST_NAMED).join(', ')}${more} came into the folder after it, and the baseline holds nothing of that`
}
