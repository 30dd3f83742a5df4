import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearestAbove } from '../machine/nearest-above.ts'
import { installedFrom, readPackage } from '../project/installed.ts'
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
  const from = kyselyFolder ?? places.find((place) => installedFrom('kysely', place))
  return {
    folder: project,
    tsconfig: existsSync(tsconfig) ? tsconfig : undefined,
    format: formatOf(
      home,
      files.map(({ file }) => file),
    ),
    kysely: {
      from: from ?? OWN_FOLDER,
      version: installedFrom('kysely', from ?? OWN_FOLDER)?.version ?? 'unknown',
      forced: kyselyFolder !== undefined,
    },
    pgFrom: places.find((place) => installedFrom('pg', place)) ?? OWN_FOLDER,
  }
}

const OWN_FOLDER = dirname(fileURLToPath(import.meta.url))

/** Migrations and Kysely are loaded the same way, so that both have the same copy of Kysely. */
function formatOf(home: string | undefined, files: readonly string[]): ModuleFormat {
  if (files.every((file) => /\.m[jt]s$/.test(file))) return 'import'
  const type = home === undefined ? undefined : readPackage(home)?.['type']
  return type === 'module' ? 'import' : 'require'
}
