import { FINGERPRINT, type Ledger } from '../catalog/fragments.ts'
import { isRefused } from '../query-failed.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { inOwnNames, type Query } from '../postgres/session.ts'
import { LISTED, writtenRows } from './listing.ts'

/** One object as it stands after a migration; `version` is another text once anything about it was altered. */
interface Listed {
  readonly what: string
  readonly name: string
  readonly version: string
  /** How many rows it holds, where it is a table. */
  readonly rows: number
}

interface Listing {
  readonly objects: ReadonlyMap<string, Listed>
  /** The first transaction that had not begun then. */
  readonly next: string
  /** Another one whenever anything in the catalogs is. */
  readonly catalogs: string
}

/** What each migration of a replay did, told in words: `creates table public.users; writes 3 rows of public.roles`. */
export class Effects {
  readonly #runId: string
  readonly #ledger: Ledger
  readonly #did = new Map<string, string>()
  #database: DatabaseUrl | undefined
  #before: Listing | undefined

  constructor(runId: string, ledger: Ledger) {
    this.#runId = runId
    this.#ledger = ledger
  }

  /** By the migration's name; one whose effects could not be read is not in it. */
  get did(): ReadonlyMap<string, string> {
    return this.#did
  }

  /** Looks at a database before its first migration; what was told of another one is forgotten. */
  async begin(database: DatabaseUrl): Promise<void> {
    this.#did.clear()
    this.#database = database
    this.#before = (await this.#look())?.listing
  }

  async afterStep({ name }: { readonly name: string }): Promise<void> {
    const before = this.#before
    const found = await this.#look(before)
    this.#before = found?.listing
    if (before && found) this.#did.set(name, told(before, found.listing, found.written))
  }

  /** It only tells; where the database does not let it, the replay goes on. */
  async #look(
    before?: Listing,
  ): Promise<{ listing: Listing; written: ReadonlyMap<string, number> } | undefined> {
    if (!this.#database) return undefined
    try {
      return await inOwnNames(this.#database, { runId: this.#runId }, (query) =>
        list(query, this.#ledger, before?.next),
      )
    } catch (error) {
      if (isRefused(error)) return undefined
      throw error
    }
  }
}

async function list(
  query: Query,
  { table, lockTable, schema }: Ledger,
  since: string | undefined,
): Promise<{ listing: Listing; written: ReadonlyMap<string, number> }> {
  const ledger = new Set([table, lockTable].map((name) => JSON.stringify([schema, name])))
  const found = (await query(LISTED)).filter(
    (row) => !ledger.has(JSON.stringify([row['schema'], row['relation']])),
  )
  const [moment] = await query(
    'select (pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) % 4294967296)::text as next',
  )
  const [catalogs] = await query(FINGERPRINT)
  const filled = found.filter((row) => row['filled'] === true)
  const counts = filled.length === 0 ? [] : await query(writtenRows(filled, since))
  const rows = new Map(counts.map((row) => [String(row['key']), Number(row['rows'])]))
  const written = new Map(counts.map((row) => [String(row['key']), Number(row['written'])]))
  const objects = new Map(
    found.map((row) => [
      String(row['key']),
      {
        what: String(row['what']),
        name: String(row['name']),
        version: String(row['version']),
        rows: rows.get(String(row['key'])) ?? 0,
      },
    ]),
  )
  const listing = {
    objects,
    next: String(moment?.['next']),
    catalogs: String(catalogs?.['fingerprint']),
  }
  return { listing, written }
}

function told(before: Listing, after: Listing, written: ReadonlyMap<string, number>): string {
  const created: Listed[] = []
  const altered: Listed[] = []
  const renamed: string[] = []
  const rows: string[] = []
  for (const [key, now] of after.objects) {
    const was = before.objects.get(key)
    if (!was) created.push(now)
    else if (was.version !== now.version) altered.push(now)
    if (was && was.name !== now.name && !ON_ANOTHER.has(now.what))
      renamed.push(`${was.what} ${was.name} to ${now.name}`)
    const count = written.get(key) ?? 0
    if (count > 0) rows.push(`${rowsText(count)} of ${now.name}`)
  }
  const removed = [...before.objects].flatMap(([key, was]) => (after.objects.has(key) ? [] : [was]))
  const emptied = [...before.objects].flatMap(([key, was]) => {
    const now = after.objects.get(key)
    return now && now.rows < was.rows ? [`${rowsText(was.rows - now.rows)} of ${now.name}`] : []
  })
  const parts = [
    sentence('creates', named(created)),
    sentence('renames', renamed),
    sentence('alters', named(altered)),
    sentence('removes', named(removed)),
    sentence('writes', rows),
    sentence('deletes', emptied),
  ].filter((part) => part !== '')
  if (parts.length > 0) return parts.join('; ')
  return before.catalogs === after.catalogs
    ? 'leaves no object and no row otherwise than it was'
    : 'changes what is not told here'
}

/** Their names say what they stand on as well. */
const ON_ANOTHER: ReadonlySet<string> = new Set(['trigger', 'policy', 'rule', 'comment on'])

const sentence = (verb: string, things: readonly string[]): string =>
  things.length === 0 ? '' : `${verb} ${[...things].sort().join(', ')}`

const named = (objects: readonly Listed[]): readonly string[] =>
  objects.map(({ what, name }) => `${what} ${name}`)

const rowsText = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)
