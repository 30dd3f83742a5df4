import {
  beginDrafts,
  keepGenerated,
  readDrafts,
  refuseDeleted,
  overwriteDrafts,
} from '../drafts/drafts.ts'
import type { BaselineNames } from '../baseline/names.ts'
import { TYPESCRIPT, type MigrationForm } from '../baseline/migration-form.ts'
import { fileOf, type DraftState } from '../drafts/draft-state.ts'
import type { Project } from '../project/project.ts'
import type { Draft } from '../proof/generate.ts'

/** The two drafts as they stand on disk. */
export interface StoredDrafts {
  readonly texts: Draft
  /** Their names with the extension. */
  readonly files: readonly [baseline: string, seed: string]
  readonly form: MigrationForm
  /** Grows with every change. */
  readonly revision: number
  /** Why nothing of them can be kept now; null where it can. */
  readonly unwritable: string | null
  /** Refuses where the file of one is gone. */
  readonly refuseDeleted: (doing: string) => void
}

/** The drafts of a project, as a job needs them. */
export interface DraftStore {
  /** How they are written where there are none yet. */
  readonly form: MigrationForm
  /** Null where there are none yet. */
  read(): Promise<StoredDrafts | null>
  /** Puts these there where none are, under these names without an ending. */
  begin(texts: Draft, names: BaselineNames): Promise<StoredDrafts>
  /** Keeps beside them what was generated. */
  keepGenerated(texts: Draft): Promise<void>
  /** Makes them what was generated; that can be undone. */
  overwrite(texts: Draft, names: BaselineNames): Promise<void>
}

/** The drafts below `.rebaseline`. */
export const draftStoreOf = (project: Project, form: MigrationForm = TYPESCRIPT): DraftStore => ({
  form,
  read: async () => {
    const state = await readDrafts(project)
    return state && stored(state, form)
  },
  begin: async (texts, [baseline, seed]) =>
    stored(await beginDrafts(project, { baseline, seed }, texts, form), form),
  keepGenerated: (texts) => keepGenerated(project, texts),
  overwrite: async (texts, [baseline, seed]) => {
    await overwriteDrafts(project, 'Regeneration of both drafts', texts, { baseline, seed })
  },
})

const stored = (state: DraftState, form: MigrationForm): StoredDrafts => ({
  texts: state.texts,
  files: [fileOf(state.record, 'baseline'), fileOf(state.record, 'seed')],
  form: { ...form, ...languageIn(state.record.form ?? TYPESCRIPT) },
  revision: state.record.revision,
  unwritable: state.unwritable?.message ?? null,
  refuseDeleted: (doing) => refuseDeleted(state, doing),
})

/** What the files were begun in they stay in; what else is asked of them is asked anew. */
const languageIn = ({
  extension,
  syntax,
}: MigrationForm): Pick<MigrationForm, 'extension' | 'syntax'> => ({ extension, syntax })
