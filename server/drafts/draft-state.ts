import { TYPESCRIPT } from '../baseline/migration-form.ts'
import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import { readState, writeStates } from '../project/state-files.ts'
import { DELETED, DRAFTS, type DraftName } from '../../shared/draft.ts'
import {
  fileOfRecord,
  readRecord,
  writeRecord,
  type DraftRecord,
  type PendingChange,
  type UndoEntry,
  type WrittenMend,
} from './draft-record.ts'

/** The drafts at one moment. */
export interface DraftState {
  readonly record: DraftRecord
  /** Empty for one whose file is gone. */
  readonly texts: Readonly<Record<DraftName, string>>
  /** Those whose files another program took away. */
  readonly deleted: readonly DraftName[]
  /** Why nothing of them can be kept now; null where it can. */
  readonly unwritable: RebaselineError | null
}

/** Texts of some drafts, by the draft. */
export type DraftTexts = Readonly<Partial<Record<DraftName, string>>>

/** How many changes can be taken back, and how long saves of one draft count as one edit. */
const MOST_UNDO = 40
const ONE_EDIT = 60_000

/** The name of a draft's file, with its extension. */
export const fileOf = ({ files, form = TYPESCRIPT }: DraftRecord, name: DraftName): string =>
  `${files[name]}${form.extension}`

const pathOf = (record: DraftRecord, name: DraftName): string => `drafts/${fileOf(record, name)}`

/** The drafts on disk; refuses before they were begun. */
export async function begun(project: Project): Promise<DraftState> {
  const state = await look(project)
  if (state) return state
  throw new RebaselineError('drafts-absent', {
    doing: 'work on the drafts',
    happened: 'there are none yet',
  })
}

/** The drafts on disk, under the lock; what another program wrote is a new revision. */
export async function look(project: Project): Promise<DraftState | null> {
  const found = await readRecord(project)
  if (!found) return null
  const record = await finished(project, found)
  const read = await textsOf(project, record)
  const newer = withSeen(record, read)
  if (newer !== record) await writeRecord(project, newer)
  return { record: newer, ...read, unwritable: null }
}

/** How often a change that goes on meanwhile is waited for. */
const MOST_LOOKS = 5

/** As `look`, with nothing written and without the lock: what is read while another process changes it is read anew. */
export async function lookOnly(
  project: Project,
  unwritable: RebaselineError,
): Promise<DraftState | null> {
  for (let looks = 1; ; looks += 1) {
    const found = await readRecord(project)
    if (!found) return null
    const { pending, ...record } = found
    const going = new Map(pending ? await unfinished(project, record, pending) : [])
    const read = await textsOf(project, record, going)
    const now = await readRecord(project)
    if (looks === MOST_LOOKS || JSON.stringify(now) === JSON.stringify(found)) {
      return { record: withSeen(record, read), ...read, unwritable }
    }
  }
}

/** The drafts on disk, but for those whose text is still on its way there. */
async function textsOf(
  project: Project,
  record: DraftRecord,
  going: ReadonlyMap<string, string> = new Map(),
): Promise<Texts> {
  const [baseline = null, seed = null] = await Promise.all(
    DRAFTS.map(async (name) => {
      const path = pathOf(record, name)
      return going.get(path) ?? (await readState(project, path))
    }),
  )
  const found = { baseline, seed }
  return {
    texts: { baseline: baseline ?? '', seed: seed ?? '' },
    deleted: DRAFTS.filter((name) => found[name] === null),
  }
}

type Texts = Pick<DraftState, 'texts' | 'deleted'>

/** The same record where these texts were seen before, else one of the next revision. */
function withSeen(record: DraftRecord, read: Texts): DraftRecord {
  const seen = hashesOf(read)
  if (DRAFTS.every((name) => seen[name] === record.seen[name])) return record
  return { ...record, seen, revision: record.revision + 1 }
}

/** Goes on with a change whose writer was killed; what another program wrote meanwhile stays. */
async function finished(
  project: Project,
  { pending, ...record }: DraftRecord,
): Promise<DraftRecord> {
  if (!pending) return record
  await writeStates(project, [
    ...(await unfinished(project, record, pending)),
    fileOfRecord(record),
  ])
  return record
}

/** The files of a change that are not written yet; what another program wrote meanwhile is none of them. */
async function unfinished(
  project: Project,
  record: DraftRecord,
  pending: PendingChange,
): Promise<(readonly [path: string, text: string])[]> {
  const texts: (readonly [string, string])[] = []
  for (const name of DRAFTS) {
    const text = pending.texts[name]
    const path = pathOf(record, name)
    const there = text === undefined ? null : await readState(project, path)
    const isOld = there === null || hashText(there) === pending.from[name]
    if (text !== undefined && isOld) texts.push([path, text])
  }
  return texts
}

/** How a change is called that can be taken back; whether it joins the one before, and the names that the files get by it. */
interface ChangeTitle {
  readonly title: string
  readonly joins: boolean
  readonly files?: DraftRecord['files']
}

/** The record says first what is to be written: whoever is killed leaves a change that can be finished. */
export async function change(
  project: Project,
  state: DraftState,
  texts: DraftTexts,
  undo: ChangeTitle | null,
  mended: WrittenMend | null = state.record.mended,
): Promise<DraftState> {
  const files = undo?.files ?? state.record.files
  const after = { ...state.texts, ...texts }
  const isOther = (name: DraftName): boolean =>
    after[name] !== state.texts[name] ||
    state.deleted.includes(name) ||
    files[name] !== state.record.files[name]
  const names = DRAFTS.filter((name) => name in texts && isOther(name))
  if (names.length === 0) return state
  // Of a file that was gone there is nothing to be taken back.
  const there = names.filter((name) => !state.deleted.includes(name))
  const deleted = state.deleted.filter((name) => !names.includes(name))
  const entry = there.length > 0 &&
    undo && {
      title: undo.title,
      at: new Date().toISOString(),
      changes: there.map((name) => ({
        name,
        before: state.texts[name],
        after: hashText(after[name]),
      })),
      mended: state.record.mended,
    }
  const record: DraftRecord = {
    ...state.record,
    files,
    revision: state.record.revision + 1,
    seen: hashesOf({ texts: after, deleted }),
    undo: entry ? stacked(state.record.undo, entry, undo?.joins === true) : state.record.undo,
    mended,
  }
  const pending = {
    texts: Object.fromEntries(names.map((name) => [name, after[name]])),
    from: hashesOf(state),
  }
  await writeStates(project, [
    fileOfRecord({ ...record, pending }),
    ...names.map((name) => [`drafts/${fileOf(record, name)}`, after[name]] as const),
    fileOfRecord(record),
  ])
  return { record, texts: after, deleted, unwritable: null }
}

/** Hash of a draft's text, or that its file is gone. */
export const versionOf = ({ texts, deleted }: Texts, name: DraftName): string =>
  deleted.includes(name) ? DELETED : hashText(texts[name])

export const hashesOf = (read: Texts): Record<DraftName, string> => ({
  baseline: versionOf(read, 'baseline'),
  seed: versionOf(read, 'seed'),
})

/** An editor saves often: what follows at once on a save of the same draft is one edit with it. */
function stacked(
  undo: readonly UndoEntry[],
  entry: UndoEntry,
  joins: boolean,
): readonly UndoEntry[] {
  const last = undo.at(-1)
  const [mine, theirs] = [entry.changes[0], last?.changes[0]]
  const continues =
    joins &&
    last?.title === entry.title &&
    mine !== undefined &&
    theirs?.after === hashText(mine.before ?? '') &&
    Date.parse(entry.at) - Date.parse(last.at) < ONE_EDIT
  if (!continues) return [...undo, entry].slice(-MOST_UNDO)
  const changes = [{ ...mine, before: theirs.before }]
  return [...undo.slice(0, -1), { ...entry, changes, mended: last.mended }]
}
