import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { hasPassword, withoutPasswords } from './secret-names.ts'
import { isSecretSetting, setTo, settingName } from './settings.ts'
import { byBytes, roleName } from './sql.ts'
import { inThisDatabase, THIS_DATABASE } from './target.ts'

/** What ALTER ROLE … IN DATABASE … SET gives a role's sessions in this database (pg_db_role_setting); what a role has in all of them belongs to the server. */
export type RoleSetting = {
  /** Sorted `name=value`, each value as Postgres keeps it; of a secret the value is not read. */
  settings: readonly string[]
  /** Names of the settings whose values are not read, sorted. */
  secrets: readonly string[]
}

export const roleSetting = defineKind<RoleSetting>({
  kind: 'role-setting',
  attached: 'role',
  attributes: { settings: 'exact', secrets: 'exact' },

  read: () => `
    select 'pg_catalog.pg_database'::pg_catalog.regclass::oid as classid, d.oid as objid, 0 as objsubid,
      pg_catalog.pg_get_userbyid(r.setrole)::text as qualifier,
      array(select case when ${isSecretSetting(NAME)} then ${NAME} || '=' else ${byBytes(withoutPasswords('s'))} end
        from pg_catalog.unnest(r.setconfig) s order by 1) as settings,
      array(select ${byBytes(NAME)} from pg_catalog.unnest(r.setconfig) s
        where ${isSecretSetting(NAME)} or ${hasPassword('s')} order by 1) as secrets
    from pg_catalog.pg_db_role_setting r
    join pg_catalog.pg_database d on d.oid = r.setdatabase and d.datname = pg_catalog.current_database()
    where r.setrole <> 0`,

  hides: ({ address, attributes: { secrets } }) =>
    secrets.map(
      (name) =>
        `the value of the setting ${name} of ${address.args[0] || 'the migrating role'} in the database: a secret is not read, and stands as an empty text in a baseline`,
    ),

  vary: ({ attributes: { settings } }) => [
    {
      settings: [settings.includes('work_mem=77kB') ? 'work_mem=78kB' : 'work_mem=77kB'],
      secrets: [],
    },
  ],

  create: (object) => setAll(object),
  alter(old, rebuilt) {
    const stay = new Set(old.attributes.settings.map(nameOf))
    const gone = rebuilt.attributes.settings.map(nameOf).filter((name) => !stay.has(name))
    return { statements: [...reset(old, gone), ...setAll(old)] }
  },
  remove: (object) => reset(object, object.attributes.settings.map(nameOf)),
})

const NAME = `pg_catalog.split_part(s, '=', 1)`

const nameOf = (setting: string): string => setting.slice(0, setting.indexOf('='))

const setAll = (object: CatalogObject<RoleSetting>): Statement[] =>
  object.attributes.settings.map((setting) => {
    const name = nameOf(setting)
    return ofRole(object, setTo(name, setting.slice(name.length + 1)))
  })

const reset = (object: CatalogObject, names: readonly string[]): Statement[] =>
  names.map((name) => ofRole(object, `RESET ${settingName(name)}`))

const ofRole = ({ address }: CatalogObject, what: string): Statement => ({
  sql: inThisDatabase(
    `ALTER ROLE ${roleName(address.args.at(-1) ?? '')} IN DATABASE ${THIS_DATABASE} ${what}`,
  ),
  phase: 'database',
})
