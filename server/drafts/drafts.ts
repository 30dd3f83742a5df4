import { TYPESCRIPT, type MigrationForm } from '../baseline/migration-form.ts'
import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import { withLock, withLockToRead } from '../project/lock.ts'
import type { Project } from '../project/project.ts'
import { placeOf, readState, removeState, writeStates } from '../project/state-files.ts'
import { DRAFTS, type DraftList, type DraftName, type UndoDrafts } from '../../shared/draft.ts'
import { withEndsOf, withPlainEnds } from '../../shared/line-ends.ts'
import { fileOfRecord, writeRecord, type DraftRecord, type WrittenMend } from './draft-record.ts'
import {
  begun,
  change,
  fileOf,
  hashesOf,
  look,
  lookOnly,
  versionOf,
  type DraftState,
  type DraftTexts,
} from './draft-state.ts'

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
  if (!state) return { revision: 0, verified, drafts: [], undo: [], undoTrouble: null }
  const { record, texts, deleted } = state
  const drafts = DRAFTS.map(async (name) => ({
    name,
    file: fileOf(record, name),
    text: texts[name],
    onDisk: deleted.includes(name) ? ('deleted' as const) : ('there' as const),
    version: versionOf(state, name),
    generated: await readGenerated(project, record, name),
    signed: signed.get(name) ?? null,
  }))
  const undo = record.undo.map(({ title }) => title).toReversed()
  const undoTrouble = undoTroubleOf(state) ?? null
  const { revision } = record
  return { revision, verified, drafts: await Promise.all(drafts), undo, undoTrouble }
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
  form: MigrationForm = TYPESCRIPT,
): Promise<DraftState> =>
  withLock(project, { doing: 'beginning the drafts' }, async () => {
    const there = await look(project)
    if (there) return there
    const seen = { baseline: '', seed: '' }
    const record = { revision: 0, files, form, seen, undo: [], mended: null }
    // Drafts may stand there whose record is gone: they are kept.
    const kept = DRAFTS.map(async (name) => {
      const text = await readState(project, `drafts/${fileOf(record, name)}`)
      return [name, text ?? texts[name]] as const
    })
    const all = Object.fromEntries(await Promise.all(kept))
    const empty = { record, texts: { baseline: '', seed: '' }, deleted: [], unwritable: null }
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
      fileOfRecord({ ...state.record, generated: hashesOf({ texts, deleted: [] }) }),
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
    if (state.texts[name] === text && !state.deleted.includes(name)) return state
    const file = fileOf(state.record, name)
    if (versionOf(state, name) !== version) {
      throw new RebaselineError('draft-changed', {
        doing: `save ${file}`,
        happened: 'its text on disk is another one than the one that was edited',
      })
    }
    return change(project, state, { [name]: text }, { title: `Edit of ${file}`, joins: true })
  })

/** Puts texts in place of the drafts, whatever those are, as one change that can be taken back; under other names where told. */
export const overwriteDrafts = (
  project: Project,
  title: string,
  texts: DraftTexts,
  names?: DraftRecord['files'],
): Promise<DraftState> =>
  withLock(project, { doing: 'changing the drafts' }, async () => {
    const before = await begun(project)
    const after = await change(project, before, texts, {
      title,
      joins: false,
      ...(names && { files: names }),
    })
    for (const name of DRAFTS) {
      const [old, now] = [fileOf(before.record, name), fileOf(after.record, name)]
      if (old === now) continue
      await removeState(project, `drafts/${old}`)
      await removeState(project, `generated/${old}`)
    }
    return after
  })

/** Makes new texts of the drafts, which have to be there; `make` sees and gives plain line ends, and each file keeps its own. */
export const replaceDrafts = (
  project: Project,
  title: string,
  make: (
    state: DraftState,
    versions: Readonly<Record<DraftName, string>>,
  ) => Promise<{ readonly texts: DraftTexts; readonly mended?: WrittenMend }>,
): Promise<DraftState> =>
  withLock(project, { doing: 'changing the drafts' }, async () => {
    const state = await begun(project)
    refuseDeleted(state, 'change the drafts')
    const { baseline, seed } = state.texts
    const plain = { baseline: withPlainEnds(baseline), seed: withPlainEnds(seed) }
    const { texts, mended } = await make({ ...state, texts: plain }, hashesOf(state))
    const made = DRAFTS.flatMap((name) => {
      const text = texts[name]
      return text === undefined ? [] : [[name, withEndsOf(state.texts[name], text)] as const]
    })
    return change(project, state, Object.fromEntries(made), { title, joins: false }, mended)
  })

/** Refuses where the file of a draft is gone: an empty text is not what anybody wrote. */
export function refuseDeleted(
  { record, deleted }: Pick<DraftState, 'record' | 'deleted'>,
  doing: string,
): void {
  const [first] = deleted
  if (first === undefined) return
  throw new RebaselineError('draft-deleted', {
    doing,
    happened: `${fileOf(record, first)} was deleted on disk by another program`,
  })
}

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

/**
 * Takes the last change of ours back. Where another program changed the text since, that is refused, or its text becomes
 * the newest change, which can be taken back in turn.
 */
export const undoDrafts = (
  project: Project,
  { over }: UndoDrafts = { over: 'nothing' },
): Promise<DraftState> =>
  withLock(project, { doing: 'taking a change back' }, async () => {
    const state = await begun(project)
    const last = state.record.undo.at(-1)
    const doing = last ? `take back: ${last.title}` : 'take a change back'
    if (!last) throw new RebaselineError('undo-refused', { doing, happened: 'there is none left' })
    const trouble = undoTroubleOf(state)
    if (trouble !== undefined && over === 'nothing') {
      throw new RebaselineError('undo-refused', {
        doing,
        happened: `${trouble}, and that would be lost`,
      })
    }
    const texts = Object.fromEntries(last.changes.map(({ name, before }) => [name, before ?? '']))
    const record = { ...state.record, undo: state.record.undo.slice(0, -1), mended: last.mended }
    const kept =
      trouble === undefined ? null : { title: `Taking back over another program`, joins: false }
    const done = await change(project, { ...state, record }, texts, kept)
    // What another program took back by itself is taken back already.
    if (done.record === record) await writeRecord(project, record)
    return done
  })

/** What keeps the newest change from being taken back as if nothing had happened since. */
function undoTroubleOf(state: DraftState): string | undefined {
  const { record, deleted } = state
  const foreign = record.undo
    .at(-1)
    ?.changes.find(({ name, after }) => versionOf(state, name) !== after)
  if (!foreign) return undefined
  const did = deleted.includes(foreign.name) ? 'deleted' : 'changed'
  return `${fileOf(record, foreign.name)} was ${did} since by another program`
}
