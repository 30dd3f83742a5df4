import type { KindModule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { literal } from '../kinds/sql.ts'
import type { Query, Row } from '../postgres/session.ts'

/**
 * Asks a query of each kind that a database may hold; `ask` gives none for kinds that are of no interest. What one gave is
 * taken while Postgres answers the next.
 */
export async function ofKinds<T>(
  query: Query,
  ask: (module: KindModule) => string | undefined,
  take: (module: KindModule, rows: readonly Row[]) => T,
): Promise<readonly T[]> {
  const filled = query(FILLED).then((rows) => new Set(rows.map(({ catalog }) => catalog)))
  const mayHold = async ({ rareIn }: KindModule): Promise<boolean> => {
    if (!rareIn) return true
    const catalogs = await filled
    return rareIn.some((catalog) => catalogs.has(catalog))
  }
  return Promise.all(
    Object.values(kinds).map(async (module) => {
      const sql = ask(module)
      const rows = sql !== undefined && (await mayHold(module)) ? await query(sql) : []
      return take(module, rows)
    }),
  )
}

/** Those of the catalogs of rare kinds that hold anything initdb did not make. */
const FILLED = [...new Set(Object.values(kinds).flatMap(({ rareIn = [] }) => rareIn))]
  .map((rare) => {
    const [catalog, condition = 'true'] = rare.split(' where ')
    return `select ${literal(rare)} as catalog where exists (select from pg_catalog.${catalog} where oid >= 16384 and ${condition})`
  })
  .join(' union all ')
