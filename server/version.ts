import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './place.ts'

/** The version of this program. */
export function version(): string {
  const file = join(ROOT, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
