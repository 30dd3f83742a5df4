import { posix, relative, sep } from 'node:path'
import { shellWord } from '../machine/shell-word.ts'
import { packageManagerOf } from '../project/package-manager.ts'
import type { Project } from '../project/project.ts'
import type { Checkout } from './obstacles.ts'
import { pathsOf, type HashedStep } from './step.ts'

/** What a person types afterwards to look at the result and commit it; nothing where git does not keep the project. */
export function commandsOf(steps: readonly HashedStep[], checkout: Checkout): readonly string[] {
  if (checkout.status === 'none') return []
  const moved = steps.filter(({ action }) => action === 'move').length
  const places = [...new Set(steps.flatMap(pathsOf).map(topOf))].toSorted().map(shellWord)
  return [
    'git status --short',
    `git add --all -- ${[...places, ...leftOut(checkout)].join(' ')}`,
    'git diff --cached --stat --find-renames',
    `git commit -m "Replace ${moved} old migrations by a proven baseline"`,
  ]
}

/** What else has changed in those folders is somebody's own, and goes into no commit of ours. */
const leftOut = (checkout: Checkout): readonly string[] =>
  checkout.status === 'clean'
    ? checkout.others.map((path) => shellWord(`:(exclude,literal)${path}`))
    : []

/** How it is taken back. */
export function undoOf(project: Project, checkout: Checkout): readonly string[] {
  const { folder, migrations, more = [] } = project
  const words = [migrations, ...more].map(
    (path) => `--migrations ${shellWord(relative(folder, path).split(sep).join('/'))}`,
  )
  const { exec } = packageManagerOf(folder)
  const back = exec('rebaseline export --undo', ...words)
  if (checkout.status === 'none') return [back]
  return [`${back}   # before it is committed`, 'git revert HEAD   # after it is committed']
}

/** Folders of many files are named once. */
const topOf = (path: string): string => (posix.dirname(path) === '.' ? path : posix.dirname(path))
