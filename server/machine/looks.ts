import { lstat } from 'node:fs/promises'
import { absent } from './absent.ts'

/** How files and folders look from outside: another text whenever one of them was changed. */
export async function looksOf(paths: readonly string[]): Promise<string> {
  const looks = paths.map(async (path) => {
    const found = await lstat(path).catch(absent)
    return found ? [found.mtimeMs, found.ctimeMs, found.size, found.ino] : null
  })
  return JSON.stringify(await Promise.all(looks))
}
