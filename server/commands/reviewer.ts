import { RebaselineError } from '../errors.ts'
import { importedBy } from '../project/imported.ts'
import { hashMigrations } from '../project/inputs.ts'
import { unwatchedNote } from '../workbench/unwatched-note.ts'
import type { Reviewed } from '../review/sign-off.ts'
import type { Person } from '../../shared/checklist.ts'
import type { CommandContext } from './command.ts'
import { gitPerson } from './git-person.ts'
import { text } from './options.ts'
import { namedProject } from './sources.ts'
import { visible } from './visible.ts'

/** The project whose migrations were named, and who states something about it. */
export async function reviewerOf({
  values,
  tell,
}: CommandContext): Promise<Reviewed & { person: Person }> {
  const project = await namedProject(values)
  const note = unwatchedNote(project, await importedBy(project))
  if (note !== null) tell(visible(note))
  const migrationsNow = {
    hash: () => hashMigrations(project),
    imported: () => importedBy(project),
  }
  const reviewed = { project, migrationsNow }
  const [name, email] = [text(values, 'name'), text(values, 'email')]
  const git = name === undefined || email === undefined ? await gitPerson(project.folder) : null
  const known = name ?? git?.name
  if (known === undefined) {
    throw new RebaselineError('no-person', {
      doing: 'sign as somebody',
      happened: 'git knows no name in that project',
    })
  }
  // Another name does not get git's address.
  return { ...reviewed, person: { name: known, email: email ?? (name ? '' : (git?.email ?? '')) } }
}

/** `Ada <ada@studio.test>` */
export const personText = ({ name, email }: Person): string =>
  visible(email === '' ? name : `${name} <${email}>`)
