import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { importCandidates } from '../project/import-candidates.ts'

/** A file of the project and what it imports by a relative path, both relative to the project. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/
const PASSED_OVER = new Set(['node_modules', 'dist', 'build', 'coverage', 'out'])
const LARGEST = 4_000_000

/** What the source files of a project import of each other; packages and aliases are not followed. */
export async function importsOf(folder: string): Promise<Imports> {
  const files = await sourcesBelow(folder, '')
  const known = new Set(files)
  const imports = new Map<string, ReadonlySet<string>>()
  for (const file of files) {
    if (!SOURCE.test(file)) continue
    const source = join(folder, ...file.split('/'))
    if ((await stat(source)).size > LARGEST) continue
    const found = specifiersOf(await readFile(source, 'utf8')).flatMap((specifier) => {
      const path = posix.join(dirname(file), specifier)
      const target = importCandidates(path).find((candidate) => known.has(candidate))
      return target === undefined ? [] : [target]
    })
    if (found.length > 0) imports.set(file, new Set(found))
  }
  return imports
}

/** Every file that one imports, straight or through others, within what `isMeant` takes. */
export function reachedFrom(
  files: Iterable<string>,
  imports: Imports,
  isMeant: (file: string) => boolean,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...files]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const target of imports.get(file) ?? []) {
      if (reached.has(target) || !isMeant(target)) continue
      reached.add(target)
      waiting.push(target)
    }
  }
  return reached
}

const SPECIFIER =
  /(?:\bfrom\s*|\bimport\s*|\b(?:import|require)\s*\(\s*)(?:'(\.{1,2}\/[^'\n]*)'|"(\.{1,2}\/[^"\n]*)"|`(\.{1,2}\/[^`$\n]*)`)/g

/** Relative paths that a source names in imports; what stands in a comment on a line of its own does not count. */
export function specifiersOf(source: string): readonly string[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
  return [...code.matchAll(SPECIFIER)].map((found) => found[1] ?? found[2] ?? found[3] ?? '')
}

async function sourcesBelow(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, ...below.split('/')), { withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    const path = `${below}${entry.name}`
    if (entry.isFile()) found.push(path)
    const isMeant = entry.isDirectory() && !entry.name.startsWith('.')
    if (isMeant && !PASSED_OVER.has(entry.name)) {
      found.push(...(await sourcesBelow(folder, `${path}/`)))
    }
  }
  return found
}
