import { RebaselineError } from '../errors.ts'
import type { RunRecord } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import {
  ITEM_IDS,
  ITEMS,
  TEXT_OF,
  type Evidence,
  type ItemId,
  type Person,
} from '../../shared/checklist.ts'
import type { DraftName } from '../../shared/draft.ts'
import { DIFFERENCE_CLASSES } from '../../shared/finding.ts'
import type { Statement } from './log.ts'
import {
  changesSince,
  classesOf,
  obstacles,
  obstaclesTo,
  readStanding,
  signedState,
  type MigrationsNow,
  type Standing,
} from './standing.ts'
import { appendToReview, type Statements } from './store.ts'

/** The project whose review it is, and how its migrations are looked at. */
export interface Reviewed {
  readonly project: Project
  readonly migrationsNow: MigrationsNow
}

/** What a person signs, having seen what. */
export interface SignRequest {
  /** Empty: all that can be signed and are not. */
  readonly items: readonly ItemId[]
  /** Hashes of the evidence that the person saw; undefined where it is the evidence on disk that is signed. */
  readonly seen: ReadonlyMap<string, string> | undefined
  /** Parts of an evidence that was shown, by its hash. */
  readonly shown: (hash: string) => Evidence['parts'] | undefined
  readonly person: Person
  readonly note: string
}

/** Signs items for exactly what they cover now; gives those that were signed. All that were named, or none. */
export async function sign(reviewed: Reviewed, request: SignRequest): Promise<readonly ItemId[]> {
  let signed: readonly ItemId[] = []
  await append(reviewed, 'sign the checklist', (standing) => {
    signed = chosen(request.items, standing)
    const covered = new Map<string, Evidence['parts']>()
    const texts = new Map<DraftName, string>()
    const entries = signed.map((item) => {
      const { run, evidence } = signable(item, standing, request)
      covered.set(evidence.hash, evidence.parts)
      const draft = TEXT_OF[item]
      if (draft && standing.texts) texts.set(draft, standing.texts[draft])
      return statement(run, request, ['signed', item, evidence.hash])
    })
    return { entries, covered, texts }
  })
  return signed
}

/** Takes a sign-off back. */
export const withdraw = (
  reviewed: Reviewed,
  { item, person, note }: { readonly item: ItemId; readonly person: Person; readonly note: string },
): Promise<void> => {
  const doing = `withdraw the sign-off of “${ITEMS[item]}”`
  return append(reviewed, doing, ({ run, stated }) => {
    const entry = stated.signed.get(item)
    if (!entry) throw new RebaselineError('not-signed', { doing, happened: 'it is not signed' })
    // What it was about is kept, also where nothing is compared any more.
    const about = run ?? { number: entry.run, inputs: entry.inputs }
    const words = ['withdrew', item, entry.content] as const
    return { entries: [statement(about, { person, note }, words)], covered: new Map() }
  })
}

/** Which differences a person acknowledges, having seen them. */
export interface AcknowledgeRequest {
  readonly class: string
  /** Hash of the differences that the person saw; undefined where those on disk are meant. */
  readonly seen: string | undefined
  readonly person: Person
  readonly reason: string
}

/** Acknowledges exactly the differences that the last run found of an acceptable class; gives how many. */
export async function acknowledge(
  reviewed: Reviewed,
  { class: name, seen, person, reason }: AcknowledgeRequest,
): Promise<number> {
  const doing = `acknowledge differences of class ${name}`
  const refuse = (happened: string): never => {
    throw new RebaselineError('acknowledge-refused', { doing, happened })
  }
  let count = 0
  await append(reviewed, doing, (standing) => {
    const [first] = obstacles(standing)
    if (first !== undefined || !standing.run) return refuse(first ?? 'nothing was compared yet')
    if (reason.trim() === '') return refuse('there is no reason')
    const found = classesOf(standing).find((each) => each.name === name)
    if (!found) return refuse(whyNone(name))
    if (seen !== undefined && seen !== found.hash) {
      throw new RebaselineError('evidence-changed', {
        doing,
        happened: `run ${standing.run.number} found other ones than those that were shown`,
        help: 'Look at them again, then acknowledge them.',
      })
    }
    count = found.findings.length
    const words = ['acknowledged', name, found.hash] as const
    const entry = statement(standing.run, { person, note: reason }, words)
    return { entries: [entry], covered: new Map() }
  })
  return count
}

function whyNone(name: string): string {
  if (!Object.hasOwn(DIFFERENCE_CLASSES, name)) return 'there is no such class'
  const { blocks } = DIFFERENCE_CLASSES[name as keyof typeof DIFFERENCE_CLASSES]
  return blocks ? 'differences of this class block' : 'the last run found none'
}

/** Looks at everything anew under the lock, so that nobody signs what another process just changed. */
const append = (
  { project, migrationsNow }: Reviewed,
  doing: string,
  make: (standing: Standing) => Statements,
): Promise<void> =>
  appendToReview(project, doing, async () => make(await readStanding(project, migrationsNow)))

function chosen(items: readonly ItemId[], standing: Standing): readonly ItemId[] {
  if (items.length > 0) return ITEM_IDS.filter((item) => items.includes(item))
  const open = ITEM_IDS.filter((item) => signedState(item, standing)?.state !== 'current')
  const signable = open.filter((item) => obstaclesTo(item, standing).length === 0)
  const [first] = open
  if (first !== undefined && signable.length === 0) refuseItem(first, standing)
  return signable
}

function refuseItem(item: ItemId, standing: Standing): void {
  const reasons = obstaclesTo(item, standing)
  if (reasons.length === 0) return
  const doing = `sign “${ITEMS[item]}”`
  throw new RebaselineError('sign-refused', { doing, happened: reasons.join('; ') })
}

function signable(
  item: ItemId,
  standing: Standing,
  { seen, shown }: SignRequest,
): { readonly run: RunRecord; readonly evidence: Evidence } {
  refuseItem(item, standing)
  const { run } = standing
  const evidence = run?.evidence[item]
  if (!run || !evidence) throw new Error(`${item} can be signed without evidence`)
  if (seen === undefined || seen.get(item) === evidence.hash) return { run, evidence }
  const changed = changesSince(shown(seen.get(item) ?? ''), evidence)
  throw new RebaselineError('evidence-changed', {
    doing: `sign “${ITEMS[item]}”`,
    happened: `run ${run.number} found something else than what was shown: ${changed.join(', ') || 'what it covers changed'}`,
  })
}

const statement = (
  { number, inputs }: Pick<RunRecord, 'number' | 'inputs'>,
  { person, note }: { readonly person: Person; readonly note: string },
  [action, subject, content]: readonly [Statement['action'], string, string],
): Statement => {
  const [name, email] = [person.name.trim(), person.email.trim()]
  if (name === '') {
    throw new RebaselineError('no-person', { doing: 'sign', happened: 'there is no name' })
  }
  const at = new Date().toISOString()
  return { at, person: { name, email }, action, subject, note, content, run: number, inputs }
}
