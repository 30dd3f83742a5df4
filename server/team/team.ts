import { relative } from 'node:path'
import { migrationName } from '../history/folder.ts'
import { openBranches, type BranchBounds, type OpenBranch } from '../project/git-branches.ts'
import type { Project } from '../project/project.ts'
import { counted } from '../../shared/report.ts'
import type { BranchJudgement, FileJudgement, TeamAdvice } from '../../shared/team.ts'
import { judgeBranch } from './branches.ts'
import { folderNow } from './folder-now.ts'
import { readLine } from './read-line.ts'
import { proposerFor } from './squash-line.ts'
import { nextFile, workflowText } from './workflow-text.ts'

/** How far it is looked, and what branches beyond that mean: who names the bound leaves them out, else nobody knows. */
export interface TeamBounds extends BranchBounds {
  readonly beyond: 'left out' | 'unknown'
}

/** How many branches are looked at, and how long, where nobody says otherwise. */
export const USUAL_BOUNDS: TeamBounds = {
  newest: 200,
  limitMilliseconds: 20_000,
  beyond: 'unknown',
}

/** What a team has to know of its folder and its open branches now; nothing is written, fetched or checked out. */
export async function teamAdvice(
  project: Project,
  bounds: TeamBounds = USUAL_BOUNDS,
  now: Date = new Date(),
): Promise<TeamAdvice> {
  const read = await readLine(project)
  const { line, last } = read
  const found = await openBranches(project.folder, [line.folder, line.archive], bounds)
  const added =
    found.status === 'read' ? found.branches.flatMap((each) => namesIn(each, line.folder)) : []
  const propose = proposerFor(line, added, now)
  const folder = await folderNow(project, read, propose)
  const judged =
    found.status === 'read'
      ? found.branches.map((branch) => judgeBranch(branch, line, found.here, propose))
      : null
  const branches = judged?.filter(({ files, why }) => files.length > 0 || why !== null) ?? null
  const unknown = [
    ...(found.status === 'unknown'
      ? [`git could not say which branches there are: ${found.why}`]
      : []),
    ...(project.more ?? []).map(
      (other) =>
        `the migrations stand in several folders, and what branches do in ${relative(project.folder, other)} was not looked at: only ${line.folder} is; look there by hand`,
    ),
    ...(found.status === 'none' && line.state === 'before'
      ? [`${found.why}, so there are no branches to look at, and nothing was exported yet`]
      : []),
    ...(branches ?? []).flatMap(({ names, verdict, why }) =>
      verdict === 'unknown' ? [`${names.join(', ')}: ${why}`] : [],
    ),
    ...(found.status === 'read' && found.left > 0 && bounds.beyond === 'unknown'
      ? [
          `${counted(found.left, 'older branch')} not looked at: \`branches --newest N\` says how far to look`,
        ]
      : []),
  ]
  return {
    state: line.state,
    verdict: verdictOf([...folder, ...(branches ?? [])], unknown),
    unknown,
    line: { last, baseline: line.baseline, seed: line.seed },
    next: `${line.folder}/${nextFile(line, propose)}`,
    folder: [...folder],
    branches,
    noBranches: found.status === 'read' ? null : found.why,
    looked: judged?.length ?? 0,
    left: found.status === 'read' ? found.left : 0,
    text: workflowText(project, read),
  }
}

/** What branches add is taken as a name, so that no two of them are told the same. */
function namesIn({ read }: OpenBranch, folder: string): readonly string[] {
  if (read.status === 'unknown') return []
  return read.files.flatMap(({ change, path }) => {
    const file = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : ''
    return change !== 'deleted' && migrationName(file) !== null ? [file] : []
  })
}

const verdictOf = (
  judged: readonly Pick<FileJudgement | BranchJudgement, 'verdict'>[],
  unknown: readonly string[],
): TeamAdvice['verdict'] => {
  if (judged.some(({ verdict }) => verdict === 'refused')) return 'refused'
  return unknown.length > 0 ? 'unknown' : 'kept'
}
