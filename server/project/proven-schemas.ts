import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { ExpectedSchema } from '../../shared/stamp.ts'
import { closed } from '../../shared/schema.ts'
import { RebaselineError } from '../errors.ts'
import { hashText } from './inputs.ts'
import { withLock } from './lock.ts'
import type { Project } from './project.ts'
import { placeOf, readState, writeState } from './state-files.ts'

const Content = closed({
  /** Number of the run that proved them. */
  run: Type.Integer({ minimum: 1 }),
  schemas: Type.Array(ExpectedSchema),
})
const Recorded = Compile(closed({ hash: Type.String(), proven: Content }))

const FILE = 'proven-schemas.json'

/** The schemas that a run proved, in the form that a deployment is held against; null where it kept none. */
export async function readProvenSchemas(
  project: Project,
  run: number,
): Promise<readonly ExpectedSchema[] | null> {
  const text = await readState(project, FILE)
  if (text === null) return null
  const found = parsed(text)
  if (!Recorded.Check(found) || found.hash !== hashText(JSON.stringify(found.proven))) {
    throw new RebaselineError('state-damaged', {
      doing: `read ${placeOf(project, FILE)}`,
      happened: 'it is not what Rebaseline wrote',
      help: 'Verify again: it writes the file anew.',
    })
  }
  return found.proven.run === run ? found.proven.schemas : null
}

/** Keeps what a run proved, beside that run. */
export const writeProvenSchemas = (
  project: Project,
  run: number,
  schemas: ExpectedSchema[],
): Promise<void> =>
  withLock(project, { doing: 'keep the schemas that were proven' }, () => {
    const proven = { run, schemas }
    return writeState(
      project,
      FILE,
      JSON.stringify({ hash: hashText(JSON.stringify(proven)), proven }),
    )
  })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
