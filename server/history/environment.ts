import type { DatabaseUrl } from '../postgres/redact.ts'
import type { ConnectionParts } from './protocol.ts'

type Environment = Readonly<Record<string, string | undefined>>

const POSTGRES_URL = /(?:postgres|postgresql)(?:\+\w+)?:\/\//i
const PART_OF_CONNECTION =
  /^(?:POSTGRES|POSTGRESQL|DB|DATABASE)_(HOST|HOSTNAME|SERVER|PORT|USER|USERNAME|PASSWORD|PASS|NAME|DB|DATABASE)$/

/**
 * The environment of a run: every known way to name a Postgres database names the scratch database, so that a
 * migration which connects by itself does no harm elsewhere. It is no sandbox.
 */
export function migrationEnvironment(
  given: Environment,
  connection: ConnectionParts,
  tsconfig: string | undefined,
): Record<string, string> {
  const url = urlOf(connection)
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || name.startsWith('PG') || name === 'TSX_TSCONFIG_PATH') continue
    const part = PART_OF_CONNECTION.exec(name)?.[1]
    if (part !== undefined) environment[name] = partOf(connection, part)
    else if (!POSTGRES_URL.test(value)) environment[name] = value
    else if (/^postgres(?:ql)?:\/\//i.test(value)) environment[name] = url
  }
  return {
    ...environment,
    DATABASE_URL: url,
    POSTGRES_URL: url,
    PGHOST: connection.host,
    PGPORT: String(connection.port),
    PGUSER: connection.user,
    PGDATABASE: connection.database,
    PGAPPNAME: connection.application_name,
    ...(connection.password === '' ? {} : { PGPASSWORD: connection.password }),
    ...(connection.ssl ? { PGSSLMODE: 'no-verify' } : {}),
    ...(tsconfig === undefined ? {} : { TSX_TSCONFIG_PATH: tsconfig }),
  }
}

/** What the child connects by; `ssl` says whether our own connection to that server was encrypted. */
export function connectionParts(
  database: DatabaseUrl,
  applicationName: string,
  ssl: boolean,
): ConnectionParts {
  return {
    host: database.host,
    port: database.port,
    user: database.user,
    password: database.revealPassword() ?? '',
    database: database.database,
    ssl,
    application_name: applicationName,
  }
}

function urlOf({ host, port, user, password, database, ssl }: ConnectionParts): string {
  const login = [user, password].filter(Boolean).map(encodeURIComponent).join(':')
  const name = encodeURIComponent(database)
  if (host.startsWith('/')) {
    return `postgresql://${login}@/${name}?host=${encodeURIComponent(host)}&port=${port}`
  }
  const shown = host.includes(':') ? `[${host}]` : host
  return `postgresql://${login}@${shown}:${port}/${name}${ssl ? '?sslmode=no-verify' : ''}`
}

function partOf(connection: ConnectionParts, part: string): string {
  if (/^(HOST|HOSTNAME|SERVER)$/.test(part)) return connection.host
  if (part === 'PORT') return String(connection.port)
  if (part.startsWith('USER')) return connection.user
  if (part.startsWith('PASS')) return connection.password
  return connection.database
}
