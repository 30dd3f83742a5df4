import { findProject } from '../project/project.ts'
import { momentText } from '../../shared/moment-text.ts'
import { counted } from '../../shared/report.ts'
import type { BranchJudgement, FileJudgement, TeamAdvice } from '../../shared/team.ts'
import { OF_PROJECT, type Command, type ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { required, wholeNumber } from './options.ts'
import { annotation } from './pipeline.ts'
import { visible } from './visible.ts'

/** Says of open branches, and of the folder as it stands, whether each migration keeps its place after the baseline. */
export const branchesCommand: Command = {
  name: 'branches',
  positionals: [],
  about: 'Say which migrations of open branches, and of the folder now, keep their place.',
  example: 'rebaseline branches --migrations migrations',
  guesses: true,
  options: ['migrations', 'newest'],
  words: { migrations: OF_PROJECT },
  recovers: () => false,
  exits: 'Exit codes: 0 all keep their place, 1 some are refused, 2 could not tell.',
  async run({ values, json, print, environment, tell }) {
    const { teamAdvice, USUAL_BOUNDS } = await import('../team/team.ts')
    const project = findProject(required(values, 'migrations'))
    const newest = wholeNumber(values, 'newest', { from: 0, to: 10_000 })
    const bounds =
      newest === undefined ? USUAL_BOUNDS : { ...USUAL_BOUNDS, newest, beyond: 'left out' as const }
    const advice = await teamAdvice(project, bounds)
    print(json ? jsonText(advice) : adviceText(advice))
    if (environment.annotates) tell(annotationsOf(advice).join('\n'))
    return EXITS[advice.verdict]
  },
}

const EXITS: Readonly<Record<TeamAdvice['verdict'], ExitCode>> = { kept: 0, refused: 1, unknown: 2 }

/** It shows ten of a step. */
const MOST_ANNOTATED = 9

function annotationsOf({ folder, branches, unknown }: TeamAdvice): string[] {
  const refused = [
    ...folder.map((file) => ({ file, where: '' })),
    ...(branches ?? []).flatMap(({ names, files }) =>
      files.map((file) => ({ file, where: ` on ${names[0]}` })),
    ),
  ].filter(({ file }) => file.verdict === 'refused')
  const told = [
    ...refused.map(({ file: { file, why, advice }, where }) =>
      annotation('error', `${visible(file)}${visible(where)}`, visible(`${why}: ${advice}`)),
    ),
    ...unknown.map((why) => annotation('error', 'Could not tell', visible(why))),
  ]
  if (told.length > 0) return told.slice(0, MOST_ANNOTATED)
  return [annotation('notice', 'Rebaseline', 'Every migration keeps its place')]
}

function adviceText(advice: TeamAdvice): string {
  const { state, line, next, folder, unknown, verdict } = advice
  const last = line.last ?? 'nothing'
  const about =
    state === 'after'
      ? `${line.baseline} and ${line.seed} replace the old migrations to ${last}.`
      : `Nothing is exported yet: ${line.baseline} and ${line.seed} will replace the old migrations to ${last}.`
  return [
    visible(about),
    ...(folder.length === 0 ? [] : ['', 'The folder as it stands now:', ...folderLines(folder)]),
    '',
    ...branchLines(advice),
    '',
    visible(`A new migration is called ${next} next.`),
    ...(verdict === 'unknown' ? [] : ['', VERDICTS[verdict]]),
    ...(unknown.length === 0
      ? []
      : ['', 'Could not tell:', ...unknown.map((why) => visible(`  ! ${why}`))]),
  ].join('\n')
}

const VERDICTS = {
  kept: 'Every migration that was looked at keeps its place.',
  refused: 'Some do not keep their place: see what is refused above.',
} as const

/** What is well is counted, what isn't is told. */
function folderLines(folder: readonly FileJudgement[]): string[] {
  const refused = folder.filter(({ verdict }) => verdict === 'refused')
  const kept = folder.length - refused.length
  return [
    ...(kept > 0 ? [`  ${counted(kept, 'file')} where they should be`] : []),
    ...refused.flatMap(fileLines),
  ]
}

function branchLines({ branches, noBranches, looked, left }: TeamAdvice): string[] {
  if (!branches) return [visible(`Branches were not looked at: ${noBranches}.`)]
  const rest =
    left === 0 ? '' : `; ${counted(left, 'older one')} left out (--newest N looks at more)`
  const seen = `${counted(looked, 'open branch')} looked at, as this checkout knows them (git fetch brings others)${rest}`
  if (branches.length === 0) return [`${seen}: none touches the folder.`]
  return [`${seen}:`, ...branches.flatMap(oneBranch)]
}

const oneBranch = ({ names, committedAt, verdict, why, files }: BranchJudgement): string[] => [
  visible(
    `  ${WORDS[verdict]} ${names.join(', ')} (last commit ${momentText(committedAt)})${why === null ? '' : `: ${why}`}`,
  ),
  ...files.flatMap((file) => fileLines(file).map((line) => `  ${line}`)),
]

const WORDS = { kept: 'ok     ', refused: 'refused', unknown: 'unknown' } as const

function fileLines({
  file,
  change,
  from,
  verdict,
  why,
  advice,
  commands,
}: FileJudgement): string[] {
  const done = change === 'stands' ? '' : ` ${change}${from === null ? '' : ` from ${from}`}`
  return [
    visible(`  ${WORDS[verdict]} ${file}${done}: ${why}`),
    ...(advice === null ? [] : [visible(`          → ${advice}`)]),
    ...commands.map((command) => visible(`            ${command}`)),
  ]
}
