import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { RebaselineError } from '../errors.ts'

/** The variables that a file of lines `NAME=value` sets, as Node's own `--env-file` reads them. */
export function readEnvFile(file: string): Record<string, string> {
  const variables = variablesIn(file)
  if (Object.keys(variables).length === 0) throw refused(file, 'it sets no variable')
  return variables
}

/** The first `.env` of these folders that sets a variable; undefined where none does. */
export const envFileIn = (folders: readonly string[]): string | undefined =>
  folders
    .map((folder) => join(folder, '.env'))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .find((file) => Object.keys(variablesIn(file)).length > 0)

const variablesIn = (file: string): Record<string, string> =>
  parseEnv(textOf(file)) as Record<string, string>

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw refused(file, PROBLEMS[code ?? ''] ?? message, cause)
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
}

const refused = (file: string, happened: string, cause?: unknown): RebaselineError =>
  new RebaselineError('env-file-refused', {
    doing: `read the environment variables in ${file}`,
    happened,
    ...(cause === undefined ? {} : { cause }),
  })
