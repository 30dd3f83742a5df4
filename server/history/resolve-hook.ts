import type { InitializeHook, ResolveHook } from 'node:module'

/** Which imports are ours to place; see `placeKysely`. */
export interface Placement {
  /** File URLs inside the folders that `kysely` and `pg` are resolved from. */
  readonly kyselyFrom: string
  readonly pgFrom: string
  readonly force: boolean
}

let placement: Placement

export const initialize: InitializeHook<Placement> = (data) => {
  placement = data
}

/** Finds Kysely for migrations that have none above them, such as generated files in a folder elsewhere. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const from = placeOf(specifier, placement)
  if (from === undefined) return nextResolve(specifier, context)
  const there = { ...context, parentURL: from }
  if (placement.force) return nextResolve(specifier, there)
  try {
    return await nextResolve(specifier, context)
  } catch {
    return nextResolve(specifier, there)
  }
}

/** The file URL from which to resolve that specifier, if it is Kysely's or pg's. */
export function placeOf(specifier: string, { kyselyFrom, pgFrom }: Placement): string | undefined {
  if (/^kysely(\/|$)/.test(specifier)) return kyselyFrom
  return specifier === 'pg' ? pgFrom : undefined
}
