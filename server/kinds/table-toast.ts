import type { CatalogObject } from '../../shared/model.ts'
import { ownNameOf } from '../../shared/model.ts'
import type { Statement, WriteContext } from './kind.ts'
import { ident, qualified } from './sql.ts'
import type { Table } from './table-attributes.ts'
import { storageParameter } from './table-options.ts'

/** Any value of one such column may be too long for a page: then CREATE TABLE makes a TOAST table. */
export const TOAST_TABLE = `case when c.reltoastrelid = 0 then null when exists (
        select from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated <> 'v'
          and a.attlen = -1 and t.typstorage <> 'p' and (a.atttypmod = -1
            or a.atttypid in ('pg_catalog.varchar'::pg_catalog.regtype, 'pg_catalog.bpchar'::pg_catalog.regtype)
              and a.atttypmod > 2000)
      ) then 'needed' else 'kept' end`

/** A TOAST table stays when the last long column goes, with its parameters: for these one is made in that way. */
export function keptToast(
  { key, address, attributes }: CatalogObject<Table>,
  { model }: WriteContext,
): Statement[] {
  const { toastTable, toastOptions, partitionOf, typedOf } = attributes
  const canGainColumns = partitionOf === null && typedOf === null
  if (toastTable !== 'kept' || toastOptions.length === 0 || !canGainColumns) return []
  const taken = new Set((model.children.get(key) ?? []).map((child) => ownNameOf(child.address)))
  let column = 'long'
  while (taken.has(column)) column += '_'
  const parameters = toastOptions.map((option) => storageParameter(`toast.${option}`))
  return [
    `ADD COLUMN ${ident(column)} text`,
    `SET (${parameters.join(', ')})`,
    `DROP COLUMN ${ident(column)}`,
  ].map((what) => ({ sql: `ALTER TABLE ${qualified(address.names)} ${what}` }))
}
