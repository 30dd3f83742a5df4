import { optionsChange, optionsClause } from './foreign-options.ts'
import { defineKind } from './kind.ts'
import { hiddenOptions, optionsWithoutSecrets } from './secret-names.ts'
import { nameOf, noParent, notMember, qualified, self } from './sql.ts'

/** A foreign-data wrapper (pg_foreign_data_wrapper) that no extension brought. */
export type ForeignDataWrapper = {
  /** Qualified and quoted. */
  handler: string | null
  validator: string | null
  /** Sorted `name=value`; of a secret the value is not read. */
  options: readonly string[]
}

export const foreignDataWrapper = defineKind<ForeignDataWrapper>({
  kind: 'foreign-data-wrapper',
  rareIn: ['pg_foreign_data_wrapper'],
  attributes: { handler: 'exact', validator: 'exact', options: 'exact' },

  read: () => `
    select ${self('pg_foreign_data_wrapper', 'w.oid')}, ${noParent},
      ${nameOf('pg_proc', 'pro', 'w.fdwhandler')} as handler,
      ${nameOf('pg_proc', 'pro', 'w.fdwvalidator')} as validator,
      ${optionsWithoutSecrets('w.fdwoptions', 'server')} as options
    from pg_catalog.pg_foreign_data_wrapper w
    where ${notMember('pg_foreign_data_wrapper', 'w.oid')}`,

  hides: ({ address, attributes }) =>
    hiddenOptions(attributes.options, 'server', `the foreign-data wrapper ${address.names[0]}`),

  create: ({ address, attributes }) => [
    {
      sql: `CREATE FOREIGN DATA WRAPPER ${qualified(address.names)}${functions(attributes)}${optionsClause(attributes.options)}`,
    },
  ],

  alter: (old, rebuilt) => ({
    statements: [
      {
        sql: `ALTER FOREIGN DATA WRAPPER ${qualified(old.address.names)}${functions(old.attributes)}${optionsChange(rebuilt.attributes.options, old.attributes.options)}`,
      },
    ],
  }),
})

const functions = ({ handler, validator }: ForeignDataWrapper): string =>
  `${handler === null ? ' NO HANDLER' : ` HANDLER ${handler}`}${validator === null ? ' NO VALIDATOR' : ` VALIDATOR ${validator}`}`
