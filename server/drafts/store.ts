import type { Project } from '../project/project.ts'
import type { DraftName } from '../../shared/draft.ts'
import { beginDrafts, keepGenerated, readDrafts, replaceDrafts, type DraftState } from './drafts.ts'

type Texts = Readonly<Record<DraftName, string>>

/** The two drafts as they stand on disk. */
export interface StoredDrafts {
  readonly texts: Texts
  /** Grows with every change. */
  readonly revision: number
}

/** Where the drafts of a project are kept. */
export interface DraftStore {
  /** Null where there are none yet. */
  read(): Promise<StoredDrafts | null>
  /** Puts these there where none are. */
  begin(texts: Texts): Promise<StoredDrafts>
  /** Keeps beside them what was generated. */
  keepGenerated(texts: Texts): Promise<void>
  /** Makes them what was generated. */
  overwrite(texts: Texts): Promise<StoredDrafts>
}

/** The drafts as files below `.rebaseline/drafts`, under these names. */
export function draftStoreOf(
  project: Project,
  [baseline, seed]: readonly [string, string],
): DraftStore {
  const stored = ({ record, texts }: DraftState): StoredDrafts => ({
    texts,
    revision: record.revision,
  })
  const files = { baseline, seed }
  return {
    read: async () => {
      const state = await readDrafts(project)
      return state && stored(state)
    },
    begin: async (texts) => stored(await beginDrafts(project, files, texts)),
    keepGenerated: (texts) => keepGenerated(project, texts),
    overwrite: async (texts) =>
      stored(
        await replaceDrafts(project, 'Generation of both drafts', () => Promise.resolve({ texts })),
      ),
  }
}
