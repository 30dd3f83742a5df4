import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** The system's folder for temporary files; the usual one where TMPDIR names a folder that is not there. */
export function temporaryPlace(): string {
  const wanted = tmpdir()
  return process.platform === 'win32' || existsSync(wanted) ? wanted : '/tmp'
}
