import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Alteration, Statement } from './kind.ts'
import { ident, qualified } from './sql.ts'
import type { Table } from './table-attributes.ts'
import { storageParameter } from './table-options.ts'

type TableObject = CatalogObject<Table>

/** What of a table ALTER TABLE can set, from one side's to the other's; a partition key it can't. */
export function alterTableTo(
  old: TableObject,
  rebuilt: TableObject,
  { model }: { readonly model: Model },
): Alteration | undefined {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  const isOther = (name: keyof Table): boolean =>
    JSON.stringify(wanted[name]) !== JSON.stringify(there[name])
  const partitioned = wanted.partitionKey !== null
  if (isOther('partitionKey') || (isOther('persistence') && partitioned)) return undefined
  // What a table begins to inherit stays its own as well.
  if (isOther('inherits') && wanted.inherits.length > 0) return undefined
  const name = qualified(old.address.names)
  const alter = (what: string): Statement => ({ sql: `ALTER TABLE ${name} ${what}` })
  const toast = (options: readonly string[]): string[] => options.map((option) => `toast.${option}`)
  const statements = [
    ...(isOther('inherits') ? there.inherits.map((parent) => alter(`NO INHERIT ${parent}`)) : []),
    ...(isOther('partitionOf') || isOther('partitionBound') ? partition(name, wanted, there) : []),
    ...(isOther('typedOf')
      ? [alter(wanted.typedOf === null ? 'NOT OF' : `OF ${wanted.typedOf}`)]
      : []),
    ...(isOther('persistence')
      ? [alter(wanted.persistence === 'unlogged' ? 'SET UNLOGGED' : 'SET LOGGED')]
      : []),
    ...(isOther('accessMethod')
      ? [
          {
            ...alter(
              `SET ACCESS METHOD ${wanted.accessMethod === null ? 'DEFAULT' : ident(wanted.accessMethod)}`,
            ),
            since: partitioned || wanted.accessMethod === null ? 17 : 15,
          },
        ]
      : []),
    ...(isOther('tablespace')
      ? [alter(`SET TABLESPACE ${ident(wanted.tablespace ?? 'pg_default')}`)]
      : []),
    ...changeOptions(
      [...there.options, ...toast(there.toastOptions)],
      [...wanted.options, ...toast(wanted.toastOptions)],
    ).map(alter),
    ...(isOther('rowSecurity')
      ? [alter(`${wanted.rowSecurity ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`)]
      : []),
    ...(isOther('forceRowSecurity')
      ? [alter(`${wanted.forceRowSecurity ? '' : 'NO '}FORCE ROW LEVEL SECURITY`)]
      : []),
    ...(isOther('replicaIdentity')
      ? [alter(`REPLICA IDENTITY ${wanted.replicaIdentity.toUpperCase()}`)]
      : []),
  ]
  const isFar =
    isOther('persistence') || (isOther('replicaIdentity') && hasIdentityIndex(rebuilt, model))
  return { statements, ...(isFar ? { reaches: 'all' } : {}) }
}

/** Of such an index it is said that it is the replica identity; no longer once another is set. */
const hasIdentityIndex = ({ key }: TableObject, { children }: Model): boolean =>
  (children.get(key) ?? []).some(({ attributes }) => attributes['replicaIdentity'] === true)

function partition(name: string, wanted: Table, there: Table): Statement[] {
  const alter = (parent: readonly string[], what: string): Statement => ({
    sql: `ALTER TABLE ${qualified(parent.slice(1))} ${what}`,
  })
  return [
    ...(there.partitionOf === null ? [] : [alter(there.partitionOf, `DETACH PARTITION ${name}`)]),
    ...(wanted.partitionOf === null
      ? []
      : [alter(wanted.partitionOf, `ATTACH PARTITION ${name} ${wanted.partitionBound}`)]),
  ]
}

function changeOptions(there: readonly string[], wanted: readonly string[]): string[] {
  const gone = there.filter((option) => !wanted.includes(option))
  const come = wanted.filter((option) => !there.includes(option))
  const nameOf = (option: string): string => option.split('=')[0] ?? ''
  return [
    ...(gone.length === 0 ? [] : [`RESET (${gone.map(nameOf).join(', ')})`]),
    ...(come.length === 0 ? [] : [`SET (${come.map(storageParameter).join(', ')})`]),
  ]
}
