import { execFileSync } from 'node:child_process'

const PERSON = ['-c', 'user.name=a', '-c', 'user.email=a@b']

/** What git prints in that folder, as a person of no account; it throws where git fails. */
export const git = (folder: string, ...words: readonly string[]): string =>
  execFileSync('git', [...PERSON, ...words], { cwd: folder, encoding: 'utf8' })

/** Makes the folder a checkout in which all that is not ignored is committed. */
export function committed(folder: string): void {
  git(folder, 'init', '-q')
  git(folder, 'add', '-A')
  git(folder, 'commit', '-qm', 'one')
}
