import { createRequire, register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtFile } from '../place.ts'
import type { StartOrder } from './protocol.ts'
import { placeOf, type Placement } from './resolve-hook.ts'

type ResolveFilename = (request: string, parent: unknown, ...rest: unknown[]) => string

/** Loads a package as the project's own code would; the first copy of Kysely is everybody's where it can be. */
export type Load = (specifier: string) => Promise<unknown>

/** The project's copies of `kysely` and `pg`. */
export interface Placed {
  readonly load: Load
  /** Makes them reachable from every migration that finds none by itself, for `import` and for `require`. */
  readonly forMigrations: () => Promise<void>
}

/** Finds them as they are: what is loaded before migrations may be TypeScript need not be looked at by a loader for it. */
export function placeKysely(order: StartOrder): Placed {
  const kyselyFile = join(order.kyselyFrom, 'resolved-from-here.js')
  const placement: Placement = {
    kyselyFrom: pathToFileURL(kyselyFile).href,
    pgFrom: pathToFileURL(join(order.pgFrom, 'resolved-from-here.js')).href,
    force: order.forceKysely,
  }
  const requireKysely = createRequire(kyselyFile)
  const requirePg = createRequire(placement.pgFrom)
  return {
    load: async (specifier) => {
      if (specifier === 'pg') return requirePg(specifier) as unknown
      return order.format === 'require'
        ? (requireKysely(specifier) as unknown)
        : ((await import(import.meta.resolve(specifier, placement.kyselyFrom))) as unknown)
    },
    forMigrations: async () => {
      await loadTsx(order.compiled)
      register(pathToFileURL(builtFile('resolve-hook.js')), { data: placement })
      patchRequire(placement)
    },
  }
}

/** It keeps what it compiles in the temporary folder that it finds when it is loaded; the migrations find the usual one. */
async function loadTsx(folder: string | null): Promise<void> {
  const settings =
    folder === null ? { TSX_DISABLE_CACHE: '1' } : { TMPDIR: folder, TEMP: folder, TMP: folder }
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, settings)
  const tsx = import.meta.resolve('tsx')
  await import(tsx)
  // What a migration forks is to load TypeScript as well.
  process.execArgv.push('--import', tsx)
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

/** The same rule as the hook for `import`; Node has no public way to say it for `require`. */
function patchRequire(placement: Placement): void {
  const module = createRequire(import.meta.url)('node:module') as {
    _resolveFilename: ResolveFilename
  }
  const natural = module._resolveFilename
  let inside = false
  const there = (specifier: string, from: string): string => {
    inside = true
    try {
      return createRequire(from).resolve(specifier)
    } finally {
      inside = false
    }
  }
  module._resolveFilename = function (request, ...rest) {
    const from = inside ? undefined : placeOf(request, placement)
    if (from === undefined) return natural.call(this, request, ...rest)
    if (placement.force) return there(request, from)
    try {
      return natural.call(this, request, ...rest)
    } catch {
      return there(request, from)
    }
  }
}
