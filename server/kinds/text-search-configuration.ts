import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { byBytes, ident, nameOf, noParent, notMember, qualified, self, userSchema } from './sql.ts'

/** A text search configuration (pg_ts_config, pg_ts_config_map). */
export type TextSearchConfiguration = {
  /** Qualified and quoted. */
  parser: string
  /** For each sort of token its dictionaries in their order, as `["token","dictionary",…]`, by token. */
  mappings: readonly string[]
}

// Dictionaries are tried in their order. What sorts of tokens there are, the parser itself says.
const MAPPINGS = `
      array(select pg_catalog.to_json(array[t.alias]
          || pg_catalog.array_agg(${nameOf('pg_ts_dict', 'dict', 'm.mapdict')} order by m.mapseqno))::text
        from pg_catalog.pg_ts_config_map m
        join pg_catalog.ts_token_type(c.cfgparser) t on t.tokid = m.maptokentype
        where m.mapcfg = c.oid group by t.alias order by ${byBytes('t.alias')}) as mappings`

export const textSearchConfiguration = defineKind<TextSearchConfiguration>({
  kind: 'text-search-configuration',
  rareIn: ['pg_ts_config'],
  attributes: { parser: 'exact', mappings: 'exact' },

  read: () => `
    select ${self('pg_ts_config', 'c.oid')}, ${noParent},
      ${nameOf('pg_ts_parser', 'prs', 'c.cfgparser')} as parser, ${MAPPINGS}
    from pg_catalog.pg_ts_config c
    join pg_catalog.pg_namespace n on n.oid = c.cfgnamespace
    where ${userSchema('n')} and ${notMember('pg_ts_config', 'c.oid')}`,

  create: (object) => [
    {
      sql: `CREATE TEXT SEARCH CONFIGURATION ${qualified(object.address.names)} (PARSER = ${object.attributes.parser})`,
    },
    ...object.attributes.mappings.map((mapping) => map(object, 'ADD', mapping)),
  ],

  alter(old, rebuilt) {
    if (old.attributes.parser !== rebuilt.attributes.parser) return undefined
    const [wanted, there] = [byToken(old), byToken(rebuilt)]
    const gone = [...there.keys()].filter((token) => !wanted.has(token))
    const other = [...wanted].filter(([token, mapping]) => there.get(token) !== mapping)
    return {
      statements: [
        ...gone.map((token) => ({ sql: `${alterOf(old)} DROP MAPPING FOR ${ident(token)}` })),
        ...other.map(([token, mapping]) => map(old, there.has(token) ? 'ALTER' : 'ADD', mapping)),
      ],
    }
  },
})

const partsOf = (mapping: string): readonly string[] => JSON.parse(mapping) as string[]
const byToken = ({ attributes }: CatalogObject<TextSearchConfiguration>) =>
  new Map(attributes.mappings.map((mapping) => [partsOf(mapping)[0] ?? '', mapping]))

const alterOf = ({ address }: CatalogObject): string =>
  `ALTER TEXT SEARCH CONFIGURATION ${qualified(address.names)}`

function map(object: CatalogObject, verb: 'ADD' | 'ALTER', mapping: string): Statement {
  const [token = '', ...dictionaries] = partsOf(mapping)
  return {
    sql: `${alterOf(object)} ${verb} MAPPING FOR ${ident(token)} WITH ${dictionaries.join(', ')}`,
  }
}
