import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import { readState, removeState, writeState } from '../project/state-files.ts'
import { closed, oneOf, Time } from '../../shared/schema.ts'
import { HashedStep } from './step.ts'

const Content = closed({
  /** Part of the names of its temporary files. */
  id: Type.String({ pattern: '^[0-9a-f]{12}$' }),
  /** `applying` is finished by whoever finds it, `undoing` taken back; `applied` is over. */
  state: oneOf(['applying', 'undoing', 'applied']),
  /** Hash of the plan. */
  hash: Type.String(),
  startedAt: Time,
  /** Folders that it makes, relative to the project, outer ones first. */
  folders: Type.Array(Type.String()),
  /** Files of migrations that were there and stay behind the squash line; left out where there are none. */
  later: Type.Optional(Type.Array(Type.String())),
  steps: Type.Array(HashedStep),
  commands: Type.Array(Type.String()),
  undo: Type.Array(Type.String()),
})
const Recorded = Compile(closed({ hash: Type.String(), export: Content }))

/** An export with all that it needs to be finished or taken back by somebody who knows nothing else. */
export type Journal = Static<typeof Content>

const FILE = 'export.json'

/** The export that was begun last; null where there is none. One that somebody changed is refused. */
export async function readJournal(project: Project): Promise<Journal | null> {
  const text = await readState(project, FILE)
  if (text === null) return null
  const found = parsed(text)
  if (Recorded.Check(found) && found.hash === hashText(JSON.stringify(found.export))) {
    return found.export
  }
  throw new RebaselineError('state-damaged', {
    doing: `read .rebaseline/${FILE}`,
    happened: 'it is not what Rebaseline wrote',
    help: 'It is the journal of an export. Look with `git status` whether that was finished; put right by hand what was not, then remove the file, and any `.rebaseline-*.tmp` beside your own.',
  })
}

/** Puts the journal in place. */
export const writeJournal = (project: Project, journal: Journal): Promise<void> =>
  writeState(
    project,
    FILE,
    JSON.stringify({ hash: hashText(JSON.stringify(journal)), export: journal }),
  )

/** Takes the journal away: no export stands. */
export const removeJournal = (project: Project): Promise<void> => removeState(project, FILE)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
