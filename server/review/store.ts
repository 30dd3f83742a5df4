import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import { withLock } from '../project/lock.ts'
import type { Project } from '../project/project.ts'
import { readState, writeStates } from '../project/state-files.ts'
import type { Evidence } from '../../shared/checklist.ts'
import type { DraftName } from '../../shared/draft.ts'
import { closed } from '../../shared/schema.ts'
import { hashOfParts } from './evidence.ts'
import { damageOf, Entry, extended, folded, Head, headOf, type Statement } from './log.ts'

const FILE = 'review.json'
const HEAD_FILE = 'review-head.json'

const ABOUT =
  'What people stated about the comparison. Each entry holds the hash of the one before it; review-head.json says where the log ends. A log that was changed by hand counts no more. It is evidence, not authentication: names are as people gave them.'

const Parts = Type.Record(Type.String(), Type.String())
const ReviewFile = closed({
  about: Type.String(),
  log: Type.Array(Entry),
  /** What the sign-offs that count cover, by its hash: so that a stale one can say what changed. */
  covered: Type.Record(Type.String(), Parts),
})
type ReviewFile = Static<typeof ReviewFile>

/** The review as it stands on disk. */
export interface Review {
  readonly log: readonly Entry[]
  /** Parts of what was signed, by its hash. */
  readonly covered: ReadonlyMap<string, Evidence['parts']>
  /** Why the log is not the one that was written: then nothing in it counts. */
  readonly broken: string | null
}

/** What is put into the log at once, with the parts and the texts of what is signed. */
export interface Statements {
  readonly entries: readonly Statement[]
  readonly covered: ReadonlyMap<string, Evidence['parts']>
  /** Of the drafts whose text is signed. */
  readonly texts?: ReadonlyMap<DraftName, string>
}

/** Reads the review and checks all of it. */
export async function readReview(project: Project): Promise<Review> {
  // The head first: a log that grows meanwhile is longer than it says, never shorter.
  const head = await readHead(project)
  const text = await readState(project, FILE)
  if (typeof head === 'string') return brokenReview(head)
  if (text === null) return head.entries === 0 ? EMPTY : brokenReview(`${FILE} is gone`)
  const file = parsed(text, reviewFile)
  if (!file) return brokenReview(`${FILE} is not of the form that Rebaseline writes`)
  const covered = new Map(Object.entries(file.covered))
  const damage = damageOf(file.log, head) ?? coveredDamage(covered)
  return { log: file.log, covered, broken: damage === null ? null : `${FILE}: ${damage}` }
}

/** Puts statements at the end of the log, all of them or none; `make` sees the review as it is then. */
export const appendToReview = (
  project: Project,
  doing: string,
  make: (review: Review) => Promise<Statements>,
): Promise<void> =>
  withLock(project, { doing }, async () => {
    const review = await readReview(project)
    if (review.broken !== null) {
      throw new RebaselineError('review-broken', { doing, happened: review.broken })
    }
    const { entries, covered, texts = [] } = await make(review)
    if (entries.length === 0) return
    const log = extended(review.log, entries)
    const known = new Map([...review.covered, ...covered])
    await writeStates(project, [
      // Before the first entry, so that a log without a head is never taken for a new one.
      ...(review.log.length === 0 ? [headFile(headOf([]))] : []),
      ...[...texts].map(([draft, text]) => [signedFile(draft), text] as const),
      [FILE, textOf(log, known)],
      headFile(headOf(log)),
    ])
  })

/** The text of a draft as it was signed, by the hash that its sign-off says; null where nobody has it any more. */
export async function readSignedText(
  project: Project,
  draft: DraftName,
  hash: string,
): Promise<string | null> {
  const text = await readState(project, signedFile(draft))
  return text !== null && hashText(text) === hash ? text : null
}

const signedFile = (draft: DraftName): string => `signed/${draft}.ts`

const EMPTY: Review = { log: [], covered: new Map(), broken: null }

const brokenReview = (broken: string): Review => ({ ...EMPTY, broken })

/** Of what was covered only that is kept which a sign-off still needs. */
function textOf(log: Entry[], covered: ReadonlyMap<string, Evidence['parts']>): string {
  const needed = new Set([...folded(log).signed.values()].map(({ content }) => content))
  const kept = [...covered].filter(([hash]) => needed.has(hash))
  const file: ReviewFile = { about: ABOUT, log, covered: Object.fromEntries(kept) }
  return `${JSON.stringify(file, null, 1)}\n`
}

function coveredDamage(covered: ReadonlyMap<string, Evidence['parts']>): string | null {
  const isWhole = [...covered].every(([hash, parts]) => hashOfParts(parts) === hash)
  return isWhole ? null : 'what a sign-off covers was changed after it was written'
}

/** Where the log ended; a sentence where that can't be told. */
async function readHead(project: Project): Promise<Head | string> {
  const first = await readState(project, HEAD_FILE)
  if (first === null && (await readState(project, FILE)) === null) return headOf([])
  // The log may have been begun since the head was looked for.
  const text = first ?? (await readState(project, HEAD_FILE))
  if (text === null) return `${HEAD_FILE}, which says where the log ends, is gone`
  return parsed(text, head) ?? `${HEAD_FILE} is not of the form that Rebaseline writes`
}

const headFile = (head: Head): readonly [string, string] => [HEAD_FILE, `${JSON.stringify(head)}\n`]

const reviewFile = Compile(ReviewFile)
const head = Compile(Head)

function parsed<T>(text: string, schema: { Check(value: unknown): value is T }): T | null {
  try {
    const found: unknown = JSON.parse(text)
    return schema.Check(found) ? found : null
  } catch {
    return null
  }
}
