import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { lacksPassword, withoutPasswords } from './secret-names.ts'
import { isSecretSetting, setTo, settingName } from './settings.ts'
import { inThisDatabase, THIS_DATABASE } from './target.ts'

/** What ALTER DATABASE … SET gives every new session (pg_db_role_setting); its name is in its address. */
export type DatabaseSetting = {
  /** As Postgres keeps it: of a list of names, those that need it are quoted. Null for a secret, which is not read. */
  value: string | null
}

export const databaseSetting = defineKind<DatabaseSetting>({
  kind: 'database-setting',
  attached: 'text',
  attributes: { value: 'exact' },

  read: () => `
    select 'pg_catalog.pg_database'::pg_catalog.regclass::oid as classid, d.oid as objid, 0 as objsubid,
      s.name as qualifier, case when not (${isSecretSetting('s.name')}) then ${withoutPasswords('s.value')} end as value
    from pg_catalog.pg_database d
    cross join lateral (
      select pg_catalog.split_part(setting, '=', 1) as name,
        pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') + 1) as value
      from pg_catalog.pg_db_role_setting r cross join pg_catalog.unnest(r.setconfig) setting
      where r.setdatabase = d.oid and r.setrole = 0
    ) s
    where d.datname = pg_catalog.current_database()`,

  hides: ({ address, attributes: { value } }) =>
    value === null || lacksPassword(value)
      ? [
          `the value of the database's setting ${address.args[0]}: a secret is not read, and stands as an empty text in a baseline`,
        ]
      : [],

  create: (object) => [set(object)],
  alter: (old) => ({ statements: [set(old)] }),
  remove: ({ address }) => [inDatabase(`RESET ${settingName(address.args[0] ?? '')}`)],
})

function set({ address, attributes }: CatalogObject<DatabaseSetting>): Statement {
  return inDatabase(setTo(address.args[0] ?? '', attributes.value ?? ''))
}

const inDatabase = (what: string): Statement => ({
  sql: inThisDatabase(`ALTER DATABASE ${THIS_DATABASE} ${what}`),
  phase: 'database',
})
