import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { byBytes, ident, qualified, rareList, signature } from './sql.ts'

/** The extensions that an object was made to fall with by ALTER … DEPENDS ON EXTENSION, sorted. */
export const fallsWithExtensions = (catalog: string, oid: string): string =>
  rareList(
    `from pg_catalog.pg_depend any_falls where any_falls.deptype = 'x'`,
    `array(select ${byBytes('x.extname::text')} from pg_catalog.pg_depend falls
        join pg_catalog.pg_extension x on x.oid = falls.refobjid
        where falls.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and falls.objid = ${oid} and falls.deptype = 'x'
        order by 1)`,
  )

const NAMED: Readonly<Record<string, (object: CatalogObject) => string>> = {
  aggregate: ({ address }) => `ROUTINE ${signature(address)}`,
  function: ({ address }) => `FUNCTION ${signature(address)}`,
  procedure: ({ address }) => `PROCEDURE ${signature(address)}`,
  index: ({ address }) => `INDEX ${qualified(address.names)}`,
  'materialized view': ({ address }) => `MATERIALIZED VIEW ${qualified(address.names)}`,
  trigger: ({ address: { names } }) =>
    `TRIGGER ${ident(names.at(-1) ?? '')} ON ${qualified(names.slice(0, -1))}`,
}

/** Statements that make an object fall with these extensions. */
export const dropWith = (object: CatalogObject, extensions: readonly string[]): Statement[] =>
  extensions.map((name) => ({
    sql: `ALTER ${NAMED[object.address.type]?.(object) ?? ''} DEPENDS ON EXTENSION ${ident(name)}`,
    phase: 'late',
  }))
