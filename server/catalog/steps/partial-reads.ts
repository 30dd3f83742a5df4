import type { KindModule } from '../../kinds/kind.ts'
import { kinds } from '../../kinds/registry.ts'
import { ofFew } from '../../kinds/sql.ts'
import { withAddress } from '../fragments.ts'

const CLASSID = /'pg_catalog\.(\w+)'::pg_catalog\.regclass::oid as classid/g

/** Catalogs in which the objects of a kind stand, as its own query says; undefined for what may be said of any object. */
export function catalogsOf(module: KindModule, major: number): ReadonlySet<string> | undefined {
  const found = [...module.read(major).matchAll(CLASSID)].map(([, catalog = '']) => catalog)
  return found.length === 0 ? undefined : new Set(found)
}

/** A kind's query as a prepared statement that takes oid[]: those of its objects that have one of these. */
export interface PartialRead {
  readonly module: KindModule
  readonly name: string
  readonly prepare: string
  readonly catalogs: ReadonlySet<string> | undefined
}

/** One for each kind. */
export const partialReads = (major: number): readonly PartialRead[] =>
  Object.values(kinds).map((module, place) => {
    const name = `rebaseline_kind_${place}`
    const own = ofFew(module.read(major))
    const sql = withHash(withAddress(`select k.* from (${own}) k where k.objid = any ($1)`))
    return {
      module,
      name,
      prepare: `prepare ${name} (oid[]) as ${sql}`,
      catalogs: catalogsOf(module, major),
    }
  })

/** A kind's query for all of its objects; each row has the hash of itself, as in a partial read. */
export const wholeRead = (module: KindModule, major: number): string =>
  withHash(withAddress(module.read(major)))

/** How many rows the same query gives, and the sum of their hashes, whatever their order. */
export const digestRead = (module: KindModule, major: number): string =>
  `select pg_catalog.count(*)::pg_catalog.text as rows, pg_catalog.sum(${HASH})::pg_catalog.text as hashes
  from (${withAddress(module.read(major))}) r`

/** Without the offset Postgres would compute each column once more for the hash. */
const withHash = (sql: string): string => `select r.*, ${HASH} as row_hash from (${sql} offset 0) r`

/** 64 bits of all that the row says, the portable address too. */
const HASH = `pg_catalog.hashtextextended(r::pg_catalog.text, 0)`
