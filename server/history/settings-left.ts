import { literal } from '../kinds/sql.ts'
import type { LeftSetting } from '../../shared/history.ts'

/** One setting of a session that is not as the session was born with it. */
interface SessionSetting {
  readonly name: string
  readonly value: string
  /** What it would be without anybody's doing in this session. */
  readonly usual: string
}

/** The settings of a session by their names, and whether it stands in no transaction. */
export interface SessionLook {
  readonly settings: ReadonlyMap<string, SessionSetting>
  readonly isAlone: boolean
  /** Of the server. */
  readonly major: number
}

/** Not of `pg_settings`: neither are settings of people's own, such as `app.tenant`. */
const unlisted = (names: Iterable<string>): string =>
  [...names]
    .map(
      (name) =>
        ` union all select ${literal(name)}, pg_catalog.current_setting(${literal(name)}, true), ''`,
    )
    .join('')

const ALONE = 'rebaseline alone'

/** Reads them without a name that a search path could give another meaning. */
export const sessionSettings = (named: Iterable<string>, login: string): string => `
  select ${literal(ALONE)} as name, (pg_catalog.now() operator(pg_catalog.=) pg_catalog.statement_timestamp())::text as value,
    pg_catalog.current_setting('server_version_num') as usual
  union all select 'role', pg_catalog.current_setting('role'), 'none'
  union all select 'session_authorization', session_user::text, ${literal(login)}
  union all select name, pg_catalog.current_setting(name), null from pg_catalog.pg_settings
    where source operator(pg_catalog.=) 'session' and setting operator(pg_catalog.<>) coalesce(reset_val, '')${unlisted(named)}`

/** What the rows of it say. */
export function sessionLookOf(rows: readonly Readonly<Record<string, unknown>>[]): SessionLook {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const settings = rows.map((row) => ({
    name: text(row['name']),
    value: text(row['value']),
    usual: typeof row['usual'] === 'string' ? row['usual'] : '\0',
  }))
  const alone = settings.find(({ name }) => name === ALONE)
  const own = settings.filter((each) => each !== alone)
  return {
    settings: new Map(own.map((each) => [each.name, each])),
    isAlone: alone?.value === 'true',
    major: Math.floor(Number(alone?.usual) / 10_000),
  }
}

/** What is there after a migration that was not so before it. */
export function settingsLeft(before: SessionLook | undefined, after: SessionLook): LeftSetting[] {
  return [...after.settings.values()].flatMap(({ name, value, usual }) =>
    value === usual || value === before?.settings.get(name)?.value ? [] : [{ name, value }],
  )
}
