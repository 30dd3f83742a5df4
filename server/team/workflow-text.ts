import { posix } from 'node:path'
import { migrationName } from '../history/folder.ts'
import { shellWord } from '../machine/shell-word.ts'
import { packageManagerOf } from '../project/package-manager.ts'
import type { Project } from '../project/project.ts'
import { code } from '../export/markdown.ts'
import type { ReadLine } from './read-line.ts'
import { proposerFor, type Proposes, type DividedFolder } from './squash-line.ts'

/** What a new migration is called next, by the words that stand for what it does. */
export function nextFile(line: DividedFolder, propose: Proposes): string {
  const newest = line.later.at(-1) ?? line.archived.at(-1) ?? line.seed
  return `${propose('what_it_does')}${posix.extname(newest)}`
}

/**
 * How a project works with its database from now on, and what that changes for whoever works on it: the text of the
 * notes. The same files give the same text.
 */
export function workflowText(
  project: Project,
  { line, last, madeAt }: Pick<ReadLine, 'line' | 'last' | 'madeAt'>,
): string {
  const { folder: migrations, archive, baseline, seed } = line
  const { run, exec } = packageManagerOf(project.folder)
  const place = shellWord(migrations)
  const next = `${migrations}/${nextFile(line, proposerFor(line, [], madeAt))}`
  const branches = exec('rebaseline branches --migrations', place)
  const verify = exec('rebaseline verify --migrations', shellWord(archive), '--baseline', place)
  const inFolder = (file: string): string => code(`${migrations}/${file}`)
  const old = code(exampleOf(line))
  return `
## Database migrations

The schema begins with ${code(baseline)}, its rows with ${code(seed)}, both in ${code(`${migrations}/`)}. They build what the older migrations had built; those stand in ${code(`${archive}/`)} for reading only and are never run.

- **A change** is a new file in ${code(`${migrations}/`)} whose name sorts after ${code(seed)}. The two files above are never edited once a database has run them.
- ${code(run('migrate'))} runs what is new on the database that \`DATABASE_URL\` names.
- ${code(run('db:rebuild'))} empties a disposable database and builds it anew; ${code(run('db:nuke'))} only empties it. Both ask for the database's name (${code(run('db:nuke', '--yes-drop NAME'))} gives it where nobody can type) and refuse databases of other machines.
- ${code(run('db:snapshot'))} writes the present schema of a database as a baseline into ${code(`${migrations}_snapshot/`)}, to look at. What was edited in one that stands there stays, and the difference is shown first: ${code(run('db:snapshot', '--yes'))} writes it where nobody can be asked.
- **A database that has run the archived migrations** does not take the new ones: Kysely says \`corrupted migrations\`. Rebuild it where it is disposable. Where it is not, its ledger has to be moved over before the next deploy: its rows exchanged, in one transaction, for the two names above.

### For the team

- **After pulling this**, your own database is one of those: ${code(run('db:rebuild', '--yes-drop NAME'))} with its URL in \`DATABASE_URL\` builds it anew, and what was in it is gone.
- **A new migration** is called ${code(next)} next, say. Names are compared as text: what sorts before ${code(migrationName(seed) ?? seed)}, such as ${old}, is never run where the seed has run.
- **An open branch** that adds a migration: ${code(branches)} says for each branch that git knows here whether its files keep their place, and gives the \`git mv\` for those that don't. Bring the main branch in (by rebase or merge), then rename, then run ${code(run('db:rebuild'))}. A branch that edits an archived migration takes that back and does it in a new one.
- **Reviewing**: a pull request adds files to ${code(`${migrations}/`)}; one that changes ${inFolder(baseline)}, ${inFolder(seed)} or anything in ${code(`${archive}/`)} is wrong.
- **In the pipeline** of pull requests, ${code(branches)} refuses what does not keep its place, and ${code(verify)} proves that the old migrations followed by the later files build what the baseline, the seed and the later files build. Tests that make their own database go on with ${code(run('migrate'))}.
- **Deploying**: first bring each database that has to stay to the last archived migration${last === null ? '' : `, ${code(migrationName(last) ?? last)}`}, with the code from before; then move its ledger over; then deploy this. Code from before, started after that, refuses to migrate.
`
}

/** A name that looks right and is not. */
const exampleOf = ({ seed }: DividedFolder): string => {
  const width = /^\d+/.exec(seed)?.[0].length ?? 3
  return `${'3'.padStart(width + 1, '0')}_what_it_does`
}
