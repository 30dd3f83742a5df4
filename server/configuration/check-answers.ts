import { realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { findProject } from '../project/project.ts'
import type { AnswerProblem } from '../../shared/first-run.ts'
import { countMigrations } from './look-around.ts'
import type { Answers } from './write.ts'

/** What of the answers can't be taken, and why: nothing outside of that folder is looked at. */
export async function checkAnswers(folder: string, answers: Answers): Promise<AnswerProblem[]> {
  const wrong = await folderTrouble(folder, answers.migrations)
  if (wrong !== undefined) return [{ field: 'migrations', text: wrong }]
  const notes =
    answers.notes === undefined ? undefined : notesTrouble(folder, answers.notes, answers)
  return notes === undefined ? [] : [{ field: 'notes', text: notes }]
}

async function folderTrouble(folder: string, path: string): Promise<string | undefined> {
  if (path.trim() === '') return 'Name the folder that holds the migrations.'
  const place = whereIs(folder, path)
  if (place === 'outside') {
    return 'It lies outside of this project: start the dashboard there, or name it with --migrations.'
  }
  if (place === 'absent') return 'There is no such folder.'
  if (place === realpathSync(folder))
    return 'That is the project itself: name the folder inside of it.'
  if (!statSync(place).isDirectory()) return 'It is a file, not a folder.'
  if ((await countMigrations(place)) > 0) return undefined
  return 'It holds no migrations: files that Kysely takes, each with a function up.'
}

function notesTrouble(folder: string, notes: string, { migrations }: Answers): string | undefined {
  if (!/\.(?:md|mdx|markdown|txt)$/i.test(notes)) {
    return 'Name a Markdown file, such as CONTRIBUTING.md, or leave it empty.'
  }
  const home = findProject(resolve(folder, migrations)).folder
  // The file may be one that the export makes; the folder for it has to be there.
  const place = whereIs(folder, dirname(notes), home)
  if (place === 'outside') {
    return `It lies outside of ${shownFrom(folder, home)}, the project of these migrations, which the export keeps to.`
  }
  if (place === 'absent') return 'There is no folder for that file.'
  const there = statSync(resolve(folder, notes), { throwIfNoEntry: false })
  return there && !there.isFile() ? 'It is a folder, not a file.' : undefined
}

const shownFrom = (folder: string, home: string): string =>
  relative(folder, home).split(sep).join('/') || 'this folder'

/** Where a path leads, all links followed; whether something is there is said only of what lies inside. */
function whereIs(folder: string, path: string, home = folder): string | 'outside' | 'absent' {
  if (path.includes('\0')) return 'absent'
  const place = resolve(folder, path)
  if (leadsOut(relative(folder, place))) return 'outside'
  try {
    const real = realpathSync(place)
    return leadsOut(relative(realpathSync(home), real)) ? 'outside' : real
  } catch {
    return 'absent'
  }
}

const leadsOut = (from: string): boolean =>
  from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from)
