import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationFolder } from './folder.ts'
import type { ModuleFormat } from './protocol.ts'

/** The project a migrations folder belongs to, and whose Kysely and pg run it. */
export interface Project {
  /** Nearest folder with a package.json, else the parent of the migrations folder. */
  readonly folder: string
  readonly tsconfig: string | undefined
  readonly format: ModuleFormat
  /** Folder from which `kysely` is resolved, and the version found there. */
  readonly kysely: { readonly from: string; readonly version: string; readonly forced: boolean }
  readonly pgFrom: string
}

/** Looks at the files around a migrations folder; runs nothing of it. */
export function projectOf({ folder, files }: MigrationFolder, kyselyFolder?: string): Project {
  const home = nearestAbove(folder, 'package.json')
  const project = home ?? dirname(folder)
  const tsconfig = join(project, 'tsconfig.json')
  const places = [folder, process.cwd(), OWN_FOLDER]
  const from = kyselyFolder ?? places.find((place) => entryOf('kysely', place) !== undefined)
  return {
    folder: project,
    tsconfig: existsSync(tsconfig) ? tsconfig : undefined,
    format: formatOf(
      home,
      files.map(({ file }) => file),
    ),
    kysely: {
      from: from ?? OWN_FOLDER,
      version: versionOf('kysely', from ?? OWN_FOLDER),
      forced: kyselyFolder !== undefined,
    },
    pgFrom: places.find((place) => entryOf('pg', place) !== undefined) ?? OWN_FOLDER,
  }
}

const OWN_FOLDER = dirname(fileURLToPath(import.meta.url))

/** Migrations and Kysely are loaded the same way, so that both have the same copy of Kysely. */
function formatOf(home: string | undefined, files: readonly string[]): ModuleFormat {
  if (files.every((file) => /\.m[jt]s$/.test(file))) return 'import'
  const type = home === undefined ? undefined : readPackage(home)?.['type']
  return type === 'module' ? 'import' : 'require'
}

function entryOf(name: string, from: string): string | undefined {
  try {
    return createRequire(join(from, 'resolved-from-here.js')).resolve(name)
  } catch {
    return undefined
  }
}

function versionOf(name: string, from: string): string {
  let folder = entryOf(name, from)
  while (folder !== undefined && folder !== dirname(folder)) {
    folder = dirname(folder)
    const found = readPackage(folder)
    if (found?.['name'] === name) return String(found['version'])
  }
  return 'unknown'
}

function readPackage(folder: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function nearestAbove(start: string, file: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder
    if (folder === dirname(folder)) return undefined
  }
}
