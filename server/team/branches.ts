import type { BranchFile, OpenBranch } from '../project/git-branches.ts'
import type { BranchJudgement, FileJudgement } from '../../shared/team.ts'
import { judge, type FileChange, type Proposes, type DividedFolder } from './squash-line.ts'

/** Judges what one branch does to the folder; `here` is what git calls the files of the folder and the archive at HEAD. */
export function judgeBranch(
  { names, committedAt, read }: OpenBranch,
  line: DividedFolder,
  here: ReadonlyMap<string, string>,
  propose: Proposes,
): BranchJudgement {
  const told = { names: [...names], committedAt }
  if (read.status === 'unknown') return { ...told, verdict: 'unknown', why: read.why, files: [] }
  if (isExport(read.files, line)) return { ...told, verdict: 'kept', why: OWN_EXPORT, files: [] }
  const files = read.files
    .flatMap((file) => {
      const change = changeOf(file, line, here)
      return change ? [judge(change, line, propose)] : []
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
  return { ...told, verdict: verdictOf(files), why: null, files }
}

const OWN_EXPORT =
  'it holds an export of its own: check that branch out and run the same there, to see what the others need once it is merged'

const verdictOf = (files: readonly FileJudgement[]): 'kept' | 'refused' =>
  files.some(({ verdict }) => verdict === 'refused') ? 'refused' : 'kept'

/** Whether it writes an archive together with its report: what it moves there is no loss. */
const isExport = (files: readonly BranchFile[], { archive }: DividedFolder): boolean =>
  files.some(
    ({ change, path }) =>
      change === 'added' && path.startsWith(`${archive}/report`) && path.endsWith('.json'),
  )

/** The change as the folder sees it; undefined for what is no matter of the folder. */
function changeOf(
  { change, path, from, blob }: BranchFile,
  { folder, archive }: DividedFolder,
  here: ReadonlyMap<string, string>,
): FileChange | undefined {
  const inside = (file: string): string | null =>
    file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : null
  const to = inside(path)
  const was = from === null ? null : inside(from)
  if (to === null && was === null) return undefined
  if (to === null) return { change: 'deleted', file: was ?? path, from: null, isHere: 'elsewhere' }
  const blobs = [here.get(path), here.get(`${archive}/${to}`)]
  const isHere = change === 'deleted' ? blobs.every((each) => !each) : blobs.includes(blob)
  return {
    change: change === 'renamed' && was === null ? 'added' : change,
    file: to,
    from: change === 'renamed' ? was : null,
    isHere: isHere ? 'here' : 'elsewhere',
  }
}
