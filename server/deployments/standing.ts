import type { MigrationFile } from '../history/folder.ts'

/** How the ledger of a live database and a folder of migrations stand to each other. */
export interface Standing {
  /** Files whose migrations it has run, in the folder's order. */
  readonly executed: readonly MigrationFile[]
  /** Files that it has not run yet. */
  readonly pending: readonly MigrationFile[]
  /** Names that it has run, and no file has. */
  readonly unknown: readonly string[]
  /** Pending ones that sort before one that it has run: Kysely refuses to run them unless unordered ones are allowed. */
  readonly passed: readonly string[]
  /** Whether it ran those that both know in another order than the folder has now. */
  readonly reordered: boolean
}

/** How a row of a ledger without a name is called. */
const NO_NAME = 'a row whose name is NULL'

/** What a ledger says of the files of a folder; names are compared as Kysely does, letter by letter. */
export function standingOf(
  files: readonly MigrationFile[],
  ran: readonly (string | null)[],
): Standing {
  const known = new Set(ran)
  const executed = files.filter(({ name }) => known.has(name))
  const names = new Set(files.map(({ name }) => name))
  const last = files.findLastIndex(({ name }) => known.has(name))
  const named = ran.filter((name) => name !== null)
  const both = named.filter((name) => names.has(name))
  return {
    executed,
    pending: files.filter(({ name }) => !known.has(name)),
    unknown: [
      ...named.filter((name) => !names.has(name)),
      ...ran.filter((name) => name === null).map(() => NO_NAME),
    ],
    passed: files.slice(0, last + 1).flatMap(({ name }) => (known.has(name) ? [] : [name])),
    reordered: executed.some(({ name }, at) => name !== both[at]),
  }
}
