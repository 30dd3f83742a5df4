import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import { withLock, withLockToRead } from '../project/lock.ts'
import type { Project } from '../project/project.ts'
import { placeOf, readState, writeStates } from '../project/state-files.ts'
import { DRAFTS, type DraftList, type DraftName } from '../../shared/draft.ts'
import {
  readRecord,
  fileOfRecord,
  writeRecord,
  type DraftRecord,
  type PendingChange,
  type UndoEntry,
  type WrittenMend,
} from './draft-record.ts'

/** The drafts at one moment. */
export interface DraftState {
  readonly record: DraftRecord
  readonly texts: Readonly<Record<DraftName, string>>
  /** Why nothing of them can be kept now; null where it can. */
  readonly unwritable: RebaselineError | null
}

/** Texts of some drafts, by the draft. */
export type DraftTexts = Readonly<Partial<Record<DraftName, string>>>

/** How many changes can be taken back, and how long saves of one draft count as one edit. */
const MOST_UNDO = 40
const ONE_EDIT = 60_000

/** Absolute path of the folder that a database is rebuilt from. */
export const draftsFolder = (project: Project): string => placeOf(project, 'drafts')

/**
 * The drafts as they stand on disk; null before they were begun. What another program wrote is a new revision. Where
 * nothing can be written they are read all the same.
 */
export const readDrafts = (project: Project): Promise<DraftState | null> =>
  withLockToRead(project, { doing: 'reading the drafts' }, (unwritable) =>
    unwritable ? lookOnly(project, unwritable) : look(project),
  )

/** What the page shows of the drafts; none of them before they were begun. */
export async function listDrafts(
  project: Project,
  verified: number | null,
  signed: ReadonlyMap<DraftName, string> = new Map(),
): Promise<DraftList> {
  const state = await readDrafts(project)
  if (!state) return { revision: 0, verified, drafts: [], undo: [] }
  const { record, texts } = state
  const drafts = DRAFTS.map(async (name) => ({
    name,
    file: fileOf(record, name),
    text: texts[name],
    version: hashText(texts[name]),
    generated: await readGenerated(project, record, name),
    signed: signed.get(name) ?? null,
  }))
  const undo = record.undo.map(({ title }) => title).toReversed()
  return { revision: record.revision, verified, drafts: await Promise.all(drafts), undo }
}

/** The text that was generated for a draft; null until one was, and where that file is not as it was written. */
export async function readGenerated(
  project: Project,
  record: DraftRecord,
  name: DraftName,
): Promise<string | null> {
  const text = await readState(project, `generated/${fileOf(record, name)}`)
  const { generated } = record
  const isOurs = text === null || !generated || hashText(text) === generated[name]
  return isOurs ? text : null
}

/** Begins the drafts where there are none; what is there already is left alone. */
export const beginDrafts = (
  project: Project,
  files: Readonly<Record<DraftName, string>>,
  texts: Readonly<Record<DraftName, string>>,
): Promise<DraftState> =>
  withLock(project, { doing: 'beginning the drafts' }, async () => {
    const there = await look(project)
    if (there) return there
    const record = { revision: 0, files, seen: { baseline: '', seed: '' }, undo: [], mended: null }
    // Drafts may stand there whose record is gone: they are kept.
    const kept = DRAFTS.map(async (name) => {
      const text = await readState(project, `drafts/${fileOf(record, name)}`)
      return [name, text ?? texts[name]] as const
    })
    const all = Object.fromEntries(await Promise.all(kept))
    const empty = { record, texts: { baseline: '', seed: '' }, unwritable: null }
    return change(project, empty, all, null)
  })

/** Keeps what was generated beside the drafts; the drafts stay as they are. */
export const keepGenerated = (
  project: Project,
  texts: Readonly<Record<DraftName, string>>,
): Promise<void> =>
  withLock(project, { doing: 'keeping the generated texts' }, async () => {
    const state = await begun(project)
    await writeStates(project, [
      ...DRAFTS.map((name) => [`generated/${fileOf(state.record, name)}`, texts[name]] as const),
      fileOfRecord({ ...state.record, generated: hashesOf(texts) }),
    ])
  })

/** Saves what was edited from `version` on; another text on disk is never overwritten. */
export const saveDraft = (
  project: Project,
  name: DraftName,
  { text, version }: { readonly text: string; readonly version: string },
): Promise<DraftState> =>
  withLock(project, { doing: 'saving a draft' }, async () => {
    const state = await begun(project)
    if (state.texts[name] === text) return state
    const file = fileOf(state.record, name)
    if (hashText(state.texts[name]) !== version) {
      throw new RebaselineError('draft-changed', {
        doing: `save ${file}`,
        happened: 'its text on disk is another one than the one that was edited',
      })
    }
    return change(project, state, { [name]: text }, { title: `Edit of ${file}`, joins: true })
  })

/** Puts texts in place of the drafts, as one change that can be taken back. */
export const replaceDrafts = (
  project: Project,
  title: string,
  make: (
    state: DraftState,
  ) => Promise<{ readonly texts: DraftTexts; readonly mended?: WrittenMend }>,
): Promise<DraftState> =>
  withLock(project, { doing: 'changing the drafts' }, async () => {
    const state = await begun(project)
    const { texts, mended } = await make(state)
    return change(project, state, texts, { title, joins: false }, mended)
  })

/** Makes a draft what was generated for it. */
export const regenerateDraft = (project: Project, name: DraftName): Promise<DraftState> =>
  withLock(project, { doing: 'regenerating a draft' }, async () => {
    const state = await begun(project)
    const file = fileOf(state.record, name)
    const text = await readGenerated(project, state.record, name)
    if (text === null) {
      throw new RebaselineError('draft-not-generated', {
        doing: `write ${file} anew`,
        happened:
          'no text was generated for it yet, or somebody changed that in .rebaseline/generated',
      })
    }
    return change(
      project,
      state,
      { [name]: text },
      { title: `Regeneration of ${file}`, joins: false },
    )
  })

/** Takes the last change of ours back; refuses where somebody changed the text since. */
export const undoDrafts = (project: Project): Promise<DraftState> =>
  withLock(project, { doing: 'taking a change back' }, async () => {
    const state = await begun(project)
    const last = state.record.undo.at(-1)
    const doing = last ? `take back: ${last.title}` : 'take a change back'
    if (!last) throw new RebaselineError('undo-refused', { doing, happened: 'there is none left' })
    const foreign = last.changes.find(({ name, after }) => hashText(state.texts[name]) !== after)
    if (foreign) {
      const file = fileOf(state.record, foreign.name)
      throw new RebaselineError('undo-refused', {
        doing,
        happened: `${file} was changed since by another program, and that would be lost`,
      })
    }
    const texts = Object.fromEntries(last.changes.map(({ name, before }) => [name, before ?? '']))
    const record = { ...state.record, undo: state.record.undo.slice(0, -1), mended: last.mended }
    return change(project, { ...state, record }, texts, null)
  })

/** The name of a draft's file, with its extension. */
export const fileOf = ({ files }: DraftRecord, name: DraftName): string => `${files[name]}.ts`

const pathOf = (record: DraftRecord, name: DraftName): string => `drafts/${fileOf(record, name)}`

async function begun(project: Project): Promise<DraftState> {
  const state = await look(project)
  if (state) return state
  throw new RebaselineError('drafts-absent', {
    doing: 'work on the drafts',
    happened: 'there are none yet',
  })
}

async function look(project: Project): Promise<DraftState | null> {
  const found = await readRecord(project)
  if (!found) return null
  const record = await finished(project, found)
  const texts = await textsOf(project, record)
  const newer = withSeen(record, texts)
  if (newer !== record) await writeRecord(project, newer)
  return { record: newer, texts, unwritable: null }
}

/** How often a change that goes on meanwhile is waited for. */
const MOST_LOOKS = 5

/** As `look`, with nothing written and without the lock: what is read while another process changes it is read anew. */
async function lookOnly(project: Project, unwritable: RebaselineError): Promise<DraftState | null> {
  for (let looks = 1; ; looks += 1) {
    const found = await readRecord(project)
    if (!found) return null
    const { pending, ...record } = found
    const going = new Map(pending ? await unfinished(project, record, pending) : [])
    const texts = await textsOf(project, record, going)
    const now = await readRecord(project)
    if (looks === MOST_LOOKS || JSON.stringify(now) === JSON.stringify(found)) {
      return { record: withSeen(record, texts), texts, unwritable }
    }
  }
}

/** The drafts on disk, but for those whose text is still on its way there. */
async function textsOf(
  project: Project,
  record: DraftRecord,
  going: ReadonlyMap<string, string> = new Map(),
): Promise<DraftState['texts']> {
  const [baseline = '', seed = ''] = await Promise.all(
    DRAFTS.map(async (name) => {
      const path = pathOf(record, name)
      return going.get(path) ?? (await readState(project, path)) ?? ''
    }),
  )
  return { baseline, seed }
}

/** The same record where these texts were seen before, else one of the next revision. */
function withSeen(record: DraftRecord, texts: DraftState['texts']): DraftRecord {
  const seen = hashesOf(texts)
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

/** The record says first what is to be written: whoever is killed leaves a change that can be finished. */
async function change(
  project: Project,
  state: DraftState,
  texts: DraftTexts,
  undo: { readonly title: string; readonly joins: boolean } | null,
  mended: WrittenMend | null = state.record.mended,
): Promise<DraftState> {
  const after = { ...state.texts, ...texts }
  const names = DRAFTS.filter((name) => name in texts && after[name] !== state.texts[name])
  if (names.length === 0) return state
  const entry = undo && {
    title: undo.title,
    at: new Date().toISOString(),
    changes: names.map((name) => ({
      name,
      before: state.texts[name],
      after: hashText(after[name]),
    })),
    mended: state.record.mended,
  }
  const record: DraftRecord = {
    ...state.record,
    revision: state.record.revision + 1,
    seen: hashesOf(after),
    undo: entry ? stacked(state.record.undo, entry, undo?.joins === true) : state.record.undo,
    mended,
  }
  const pending = {
    texts: Object.fromEntries(names.map((name) => [name, after[name]])),
    from: hashesOf(state.texts),
  }
  await writeStates(project, [
    fileOfRecord({ ...record, pending }),
    ...names.map((name) => [`drafts/${fileOf(record, name)}`, after[name]] as const),
    fileOfRecord(record),
  ])
  return { record, texts: after, unwritable: null }
}

const hashesOf = (texts: Readonly<Record<DraftName, string>>): Record<DraftName, string> => ({
  baseline: hashText(texts.baseline),
  seed: hashText(texts.seed),
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
