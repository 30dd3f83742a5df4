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
    const sql = withAddress(`select k.* from (${own}) k where k.objid = any ($1)`)
    return {
      module,
      name,
      prepare: `prepare ${name} (oid[]) as ${sql}`,
      catalogs: catalogsOf(module, major),
    }
  })
