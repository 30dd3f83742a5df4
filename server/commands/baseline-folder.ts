import { resolve } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { findMigrations } from '../history/folder.ts'
import type { CommandContext } from './command.ts'
import { required } from './options.ts'

/** The baseline's folder, looked at before the long work. */
export async function baselineOf({ values }: CommandContext): Promise<string> {
  const folder = resolve(required(values, 'baseline'))
  try {
    await findMigrations(folder)
    return folder
  } catch (error) {
    if (!(error instanceof RebaselineError)) throw error
    throw new RebaselineError(error.code, {
      doing: `read the baseline in ${folder}`,
      happened: error.happened,
      help: 'Name the folder that holds the baseline with --baseline.',
    })
  }
}
