import { createRequire, register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { StartOrder } from './protocol.ts'
import { placeOf, type Placement } from './resolve-hook.ts'

type ResolveFilename = (request: string, parent: unknown, ...rest: unknown[]) => string

/** Loads a package as the project's own code would; the first copy of Kysely is everybody's where it can be. */
export type Load = (specifier: string) => Promise<unknown>

/** Makes one copy of Kysely, and a pg, reachable from every migration, for `import` and for `require`. */
export function placeKysely(order: StartOrder): Load {
  const kyselyFile = join(order.kyselyFrom, 'resolved-from-here.js')
  const placement: Placement = {
    kyselyFrom: pathToFileURL(kyselyFile).href,
    pgFrom: pathToFileURL(join(order.pgFrom, 'resolved-from-here.js')).href,
    own: import.meta.url,
    force: order.forceKysely,
  }
  register(new URL('./resolve-hook.ts', import.meta.url), { data: placement })
  const requireKysely = createRequire(kyselyFile)
  const requirePg = createRequire(placement.pgFrom)
  patchRequire(placement)
  return async (specifier) => {
    if (specifier === 'pg') return requirePg(specifier) as unknown
    return order.format === 'require'
      ? (requireKysely(specifier) as unknown)
      : ((await import(specifier)) as unknown)
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
