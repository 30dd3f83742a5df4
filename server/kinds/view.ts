import type { CatalogObject } from '../../shared/model.ts'
import { defineKind } from './kind.ts'
import { noParent, notMember, qualified, self, userSchema, VIEW_COLUMNS, viewQuery } from './sql.ts'

/** A view (pg_class, relkind v); the defaults of its columns are objects of their own. */
export type View = {
  definition: string
  checkOption: string | null
  securityBarrier: boolean
  securityInvoker: boolean
  /** Each column as the list of a stand-in selects it: `NULL::integer AS id`. */
  columns: readonly string[]
}

export const view = defineKind<View>({
  kind: 'view',
  attributes: {
    definition: 'expression',
    checkOption: 'exact',
    securityBarrier: 'exact',
    securityInvoker: 'exact',
    columns: 'unused',
  },

  since: ({ attributes }) => (attributes.securityInvoker ? 15 : undefined),
  relations: () => 1,
  read: () => `
    select ${self('pg_class', 'c.oid')}, ${noParent},
      ${viewQuery('c.oid')} as definition,
      pg_catalog.upper(${option('check_option')}) as "checkOption",
      coalesce(${option('security_barrier')}::boolean, false) as "securityBarrier",
      coalesce(${option('security_invoker')}::boolean, false) as "securityInvoker",
      array(${VIEW_COLUMNS}) as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  vary: (
    { attributes: { definition, checkOption, securityBarrier, securityInvoker } },
    { major },
  ) => [
    { securityBarrier: !securityBarrier },
    ...(major < 15 ? [] : [{ securityInvoker: !securityInvoker }]),
    { checkOption: checkOption === null ? 'LOCAL' : null },
    { definition: ` SELECT planted.* FROM (${definition}) planted OFFSET 0` },
  ],

  create: (object) => [{ sql: `CREATE VIEW ${viewAs(object)}` }],

  shell: (object) => ({
    standIn: [
      {
        sql: `CREATE VIEW ${qualified(object.address.names)} AS\n SELECT ${object.attributes.columns.join(', ')}`,
      },
    ],
    completed: [{ sql: `CREATE OR REPLACE VIEW ${viewAs(object)}` }],
  }),

  alter(old, rebuilt) {
    if (old.attributes.definition !== rebuilt.attributes.definition) return undefined
    const alter = (what: string) => ({
      sql: `ALTER VIEW ${qualified(old.address.names)} ${what}`,
      ...(what.includes('security_invoker') ? { since: 15 } : {}),
    })
    const options = optionsOf(old)
    const there = optionsOf(rebuilt).map((option) => option.split('=')[0] ?? '')
    return {
      statements: [
        // Others are not there, and not every major knows them.
        ...(there.length > 0 ? [alter(`RESET (${there.join(', ')})`)] : []),
        ...(options.length > 0 ? [alter(`SET (${options.join(', ')})`)] : []),
      ],
    }
  },
})

function viewAs(object: CatalogObject<View>): string {
  const options = optionsOf(object)
  const withOptions = options.length > 0 ? ` WITH (${options.join(', ')})` : ''
  return `${qualified(object.address.names)}${withOptions} AS\n${object.attributes.definition}`
}

function optionsOf({ attributes }: CatalogObject<View>): string[] {
  const { checkOption, securityBarrier, securityInvoker } = attributes
  return [
    ...(securityBarrier ? ['security_barrier=true'] : []),
    ...(securityInvoker ? ['security_invoker=true'] : []),
    ...(checkOption === null ? [] : [`check_option=${checkOption.toLowerCase()}`]),
  ]
}

function option(name: string): string {
  return `(select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o where o.option_name = '${name}')`
}
