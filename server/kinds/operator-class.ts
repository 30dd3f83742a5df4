import { operatorItem, routineItem } from './operator-items.ts'
import { defineKind } from './kind.ts'
import { byBytes, nameOf, noParent, notMember, self, userSchema } from './sql.ts'
import { commentTarget } from './target.ts'

/** How an index of one method treats a type (pg_opclass). Types and names are qualified and quoted. */
export type OperatorClass = {
  type: string
  default: boolean
  family: string
  /** What the index stores, where that is another type. */
  storage: string | null
  /** `OPERATOR 1 …` and `FUNCTION 1 …`, sorted: those that fall with the class, not with its family. */
  items: readonly string[]
}

/** Items of the class `c`: what is internal to it. */
const itemsOf = (catalog: string, item: string): string => `
        select ${byBytes(item)} from pg_catalog.${catalog} x
        join pg_catalog.pg_depend d on d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = x.oid
          and d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass and d.refobjid = c.oid and d.deptype = 'i'`

export const operatorClass = defineKind<OperatorClass>({
  kind: 'operator-class',
  rareIn: ['pg_opclass'],
  attributes: {
    type: 'exact',
    default: 'exact',
    family: 'exact',
    storage: 'exact',
    items: 'exact',
  },

  read: () => `
    select ${self('pg_opclass', 'c.oid')}, ${noParent},
      pg_catalog.format_type(c.opcintype, null) as type, c.opcdefault as default,
      ${nameOf('pg_opfamily', 'opf', 'c.opcfamily')} as family,
      case when c.opckeytype <> 0 then pg_catalog.format_type(c.opckeytype, null) end as storage,
      array(${itemsOf('pg_amop', operatorItem('x'))}
        union all ${itemsOf('pg_amproc', routineItem('x'))} order by 1) as items
    from pg_catalog.pg_opclass c
    join pg_catalog.pg_namespace n on n.oid = c.opcnamespace
    where ${userSchema('n')} and ${notMember('pg_opclass', 'c.oid')}`,

  create({ address, attributes }) {
    const { type, default: isDefault, family, storage, items } = attributes
    const [, using = ''] = commentTarget(address).split(' USING ')
    const name = commentTarget(address).slice(0, -` USING ${using}`.length)
    // A class must say something of itself; that its index stores the type itself is what it does unsaid.
    const stored = storage ?? (items.length === 0 ? type : null)
    const lines = [...items, ...(stored === null ? [] : [`STORAGE ${stored}`])]
    const head = `CREATE ${name}${isDefault ? ' DEFAULT' : ''} FOR TYPE ${type} USING ${using} FAMILY ${family} AS`
    return [{ sql: `${head}\n  ${lines.join(',\n  ')}` }]
  },
})
