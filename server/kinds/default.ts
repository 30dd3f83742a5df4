import { sqlTemplate } from '../baseline/kysely-source.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { addressOf } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { inheritedFrom, ownerName, ownName, parent, self, userSchema, notMember } from './sql.ts'

/** What a column holds where none is given (pg_attrdef): a default, or the expression of a generated column. */
export type Default = {
  expression: string
  generated: 'stored' | 'virtual' | null
  /** The default of the same column in the table it is inherited from. */
  origin: string[] | null
}

const defaultRows = (name = ''): string => `
    select ${name} ${self('pg_attrdef', 'd.oid')}, ${parent('pg_class', 'd.adrelid', 'd.adnum::int')},
      pg_catalog.pg_get_expr(d.adbin, case when a.attgenerated <> '' then d.adrelid else 0 end) as expression,
      case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end as generated,
      case when a.attinhcount > 0 then ${inheritedFrom('default value', 'd.adrelid', 'a.attname')} end as origin
    from pg_catalog.pg_attrdef d
    join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    join pg_catalog.pg_class c on c.oid = d.adrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'f') and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`

export const defaultKind = defineKind<Default>({
  kind: 'default',
  builder: 'where it says exactly the same',
  rename: 'never',
  attributes: { expression: 'expression', generated: 'exact', origin: 'origin' },

  read: () => defaultRows(),
  summedUp: {
    read: () => defaultRows('n.nspname as space, c.relname as relation, a.attname as name,'),
    names: ['space', 'relation', 'name'],
    ofRelation: true,
  },
  vary: ({ attributes: { expression } }) => [
    { expression: `CASE WHEN (1 = 2) THEN NULL ELSE (${expression}) END` },
  ],

  clause(object) {
    const { expression, generated } = object.attributes
    if (object.parent === null || !isInTable(object.parent)) return undefined
    if (generated === null) {
      return {
        rank: 0,
        sql: `DEFAULT ${expression}`,
        kysely: `.defaultTo(${plainLiteral(expression) ?? sqlTemplate(expression)})`,
        separable: true,
      }
    }
    const sql = `GENERATED ALWAYS AS (${expression}) ${generated.toUpperCase()}`
    const kysely =
      generated === 'stored'
        ? `.generatedAlwaysAs(${sqlTemplate(expression)}).stored()`
        : `.modifyEnd(${sqlTemplate(sql)})`
    return { rank: 0, sql, separable: false, kysely }
  },

  plansExpressions: ({ attributes }) => attributes.generated !== null,

  since: ({ attributes: { generated }, parent }, model) => {
    if (generated === 'virtual') return 18
    const column = model.objects.get(parent ?? '')?.attributes
    // Before 16 a child could not compute a column otherwise than its parent.
    return generated === 'stored' && column?.['inheritance'] === 'both' ? 16 : undefined
  },

  add: (object) =>
    object.attributes.generated === null
      ? [alter(object, `SET DEFAULT ${object.attributes.expression}`)]
      : 'with parent',
  drop: (object) =>
    object.attributes.generated === null ? [alter(object, 'DROP DEFAULT', '')] : 'with parent',
  alter(old, rebuilt, { major }) {
    const { generated, expression } = old.attributes
    if (generated !== rebuilt.attributes.generated) return undefined
    if (generated === null) return { statements: [alter(old, `SET DEFAULT ${expression}`)] }
    if (major < 17) return undefined
    const set = alter(old, `SET EXPRESSION AS (${expression})`, '')
    return { statements: [{ ...set, since: 17 }] }
  },

  create: (object) => [
    {
      sql: `ALTER TABLE ${ownerName(object)} ALTER COLUMN ${ownName(object)} SET DEFAULT ${object.attributes.expression}`,
    },
  ],
})

const isInTable = (column: string): boolean =>
  /^(foreign )?table column$/.test(addressOf(column).type)

/** Columns of views take no ONLY. */
const alter = (object: CatalogObject<Default>, what: string, only = 'ONLY '): Statement => {
  const isView = object.parent === null || !isInTable(object.parent)
  return {
    sql: `ALTER TABLE ${isView ? '' : only}${ownerName(object)} ALTER COLUMN ${ownName(object)} ${what}`,
  }
}

/** Booleans and small whole numbers print in JavaScript as they do in SQL. */
const plainLiteral = (expression: string): string | undefined =>
  /^(true|false|0|-?[1-9]\d{0,8})$/.test(expression) ? expression : undefined
