import { counted } from '../../shared/report.ts'
import type { TeamAdvice } from '../../shared/team.ts'

const MOST_NAMED = 5

/** What somebody should look at before an export, or after one: open branches and files that do not keep their place. */
export function teamWarnings({ state, line, branches, folder, unknown }: TeamAdvice): string[] {
  const open = (branches ?? []).filter(({ files }) => files.length > 0)
  const refused = open.filter(({ verdict }) => verdict === 'refused')
  // What the export itself wrote or moved is told of by its own plan.
  const astray = folder.filter(
    ({ file, verdict }) =>
      verdict === 'refused' && !file.includes('/') && file !== line.baseline && file !== line.seed,
  )
  const named = open.slice(0, MOST_NAMED).map(({ names, files, verdict }) => {
    const list = files.slice(0, MOST_NAMED).map(({ file, change }) => `${file} ${change}`)
    const more = files.length - list.length
    const what = `${list.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    return `${names[0]} (${what}${verdict === 'refused' ? ': refused' : ''})`
  })
  const rest = open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : ''
  const toDo =
    state === 'before'
      ? 'merge them first and run again, or tell them what is below'
      : 'tell them what is below'
  return [
    ...astray.map(({ file, why, advice }) => `${file}: ${why}; ${advice}`),
    ...(open.length === 0
      ? []
      : [
          `${counted(open.length, 'open branch')} ${open.length === 1 ? 'touches' : 'touch'} the folder of migrations, ${refused.length === 0 ? 'and what they add keeps its place' : `${refused.length} of them with files that do not keep their place`}: ${named.join('; ')}${rest}: ${toDo}`,
        ]),
    ...(state === 'after' || branches ? unknown.map((why) => `of open branches: ${why}`) : []),
  ]
}
