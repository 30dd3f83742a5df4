import { askGit } from '../project/git.ts'
import type { Person } from '../../shared/checklist.ts'

const LONGEST = 200

/** Who git would say made a commit in that folder; null where git is missing, or was never told a name. */
export async function gitPerson(folder: string): Promise<Person | null> {
  const words = ['config', '--null', '--get-regexp', '^user\\.(name|email)$']
  const answer = await askGit(folder, words)
  return answer.status === 'done' ? personIn(answer.output) : null
}

/** `user.name\nAda\0user.email\nada@studio.test\0`; what stands last counts. */
function personIn(output: string): Person | null {
  const lines = output.split('\0').map((each) => each.split('\n') as [string, string?])
  const values = new Map(lines.map(([key, value]) => [key.toLowerCase(), value ?? '']))
  const [name, email] = ['user.name', 'user.email'].map((key) => clean(values.get(key) ?? ''))
  return name ? { name, email: email ?? '' } : null
}

const clean = (text: string): string => text.trim().slice(0, LONGEST)
