import { execFile } from 'node:child_process'
import type { Person } from '../../shared/checklist.ts'

const PATIENCE_MILLISECONDS = 5000
const LONGEST = 200

/** Who git would say made a commit in that folder; null where git is missing, or was never told a name. */
export function gitPerson(folder: string): Promise<Person | null> {
  const words = ['config', '--null', '--get-regexp', '^user\\.(name|email)$']
  // A project that belongs to somebody else has a configuration that git passes over; so do we.
  const options = { cwd: folder, timeout: PATIENCE_MILLISECONDS, maxBuffer: 64 * 1024 }
  return new Promise((resolve) => {
    execFile('git', words, options, (error, output) => resolve(error ? null : personIn(output)))
  })
}

/** `user.name\nAda\0user.email\nada@studio.test\0`; what stands last counts. */
function personIn(output: string): Person | null {
  const lines = output.split('\0').map((each) => each.split('\n') as [string, string?])
  const values = new Map(lines.map(([key, value]) => [key.toLowerCase(), value ?? '']))
  const [name, email] = ['user.name', 'user.email'].map((key) => clean(values.get(key) ?? ''))
  return name ? { name, email: email ?? '' } : null
}

const clean = (text: string): string => text.trim().slice(0, LONGEST)
