import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** An extension that a dump of the project's schema makes. */
export interface DumpedExtension {
  readonly name: string
  readonly schema: string
  /** The dump, from the project's folder. */
  readonly file: string
}

const DEPTH = 3
const MOST_FOLDERS = 500
/** pg_dump writes extensions right after schemas. */
const BEGINNING = 262_144

/** What pg_dump writes into each file, also where its comments were taken away. */
const DUMPED = /-- PostgreSQL database dump|set_config\('search_path', '', false\)/

const EXTENSION =
  /^create extension (?:if not exists )?("(?:[^"]|"")+"|\w+)(?: with)?(?: schema ("(?:[^"]|"")+"|\w+))?/gim

/** Extensions that dumps of the schema name which lie in a project, beside its migrations; each once. */
export function dumpedExtensions(project: string, migrations: string): DumpedExtension[] {
  const found = new Map<string, DumpedExtension>()
  for (const path of scriptsIn(project, migrations)) {
    const text = beginningOf(path)
    if (!DUMPED.test(text)) continue
    const file = relative(project, path).split(sep).join('/')
    for (const [, name = '', schema = 'public'] of text.matchAll(EXTENSION)) {
      const plain = unquoted(name)
      if (!found.has(plain)) found.set(plain, { name: plain, schema: unquoted(schema), file })
    }
  }
  return [...found.values()]
}

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()

function scriptsIn(project: string, migrations: string): string[] {
  const scripts: string[] = []
  let folders = [project]
  let seen = 0
  for (let depth = 0; depth <= DEPTH; depth += 1) {
    const next: string[] = []
    for (const folder of folders) {
      seen += 1
      if (seen > MOST_FOLDERS) return scripts
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name)
        if (entry.isFile() && entry.name.endsWith('.sql')) scripts.push(path)
        const isLeftOut = entry.name.startsWith('.') || entry.name === 'node_modules'
        if (entry.isDirectory() && !isLeftOut && path !== migrations) next.push(path)
      }
    }
    folders = next
  }
  return scripts
}

/** What can't be looked at is no dump. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

function beginningOf(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(BEGINNING)
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, BEGINNING, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
