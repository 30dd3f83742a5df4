import { defineKind } from './kind.ts'
import { noParent, notMember, qualified, self, userSchema, viewQuery } from './sql.ts'

/** A view (pg_class, relkind v); the defaults of its columns are objects of their own. */
export type View = {
  definition: string
  checkOption: string | null
  securityBarrier: boolean
  securityInvoker: boolean
}

export const view = defineKind<View>({
  kind: 'view',
  attributes: {
    definition: 'expression',
    checkOption: 'exact',
    securityBarrier: 'exact',
    securityInvoker: 'exact',
  },

  read: () => `
    select ${self('pg_class', 'c.oid')}, ${noParent},
      ${viewQuery('c.oid')} as definition,
      pg_catalog.upper(${option('check_option')}) as "checkOption",
      coalesce(${option('security_barrier')}::boolean, false) as "securityBarrier",
      coalesce(${option('security_invoker')}::boolean, false) as "securityInvoker"
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  create({ address, attributes }) {
    const { definition, checkOption, securityBarrier, securityInvoker } = attributes
    const options = [
      ...(securityBarrier ? ['security_barrier=true'] : []),
      ...(securityInvoker ? ['security_invoker=true'] : []),
      ...(checkOption === null ? [] : [`check_option=${checkOption.toLowerCase()}`]),
    ]
    const withOptions = options.length > 0 ? ` WITH (${options.join(', ')})` : ''
    return [{ sql: `CREATE VIEW ${qualified(address.names)}${withOptions} AS\n${definition}` }]
  },

  alter(old, rebuilt) {
    const { definition, checkOption, securityBarrier, securityInvoker } = old.attributes
    if (definition !== rebuilt.attributes.definition) return undefined
    const alter = (what: string) => ({ sql: `ALTER VIEW ${qualified(old.address.names)} ${what}` })
    const check = checkOption === null ? [] : [`check_option=${checkOption.toLowerCase()}`]
    const options = [
      ...(securityBarrier ? ['security_barrier=true'] : []),
      ...(securityInvoker ? ['security_invoker=true'] : []),
      ...check,
    ]
    return {
      statements: [
        alter('RESET (security_barrier, security_invoker, check_option)'),
        ...(options.length > 0 ? [alter(`SET (${options.join(', ')})`)] : []),
      ],
    }
  },
})

function option(name: string): string {
  return `(select o.option_value from pg_catalog.pg_options_to_table(c.reloptions) o where o.option_name = '${name}')`
}
