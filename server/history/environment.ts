import type { DatabaseUrl } from '../postgres/redact.ts'
import { encryptionOf, type Encryption } from '../postgres/tls.ts'
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
    ...(connection.options === '' ? {} : { PGOPTIONS: connection.options }),
    ...(connection.encryption ? sslVariables(connection.encryption) : {}),
    ...(tsconfig === undefined ? {} : { TSX_TSCONFIG_PATH: tsconfig }),
  }
}

/** What the child connects by: as we do. */
export function connectionParts(
  database: DatabaseUrl,
  applicationName: string,
  { ssl }: { readonly ssl: boolean },
): ConnectionParts {
  return {
    host: database.host,
    port: database.port,
    user: database.user,
    password: database.revealPassword() ?? '',
    database: database.database,
    encryption: ssl ? encryptionOf(database) : null,
    options: database.parameter('options') ?? '',
    application_name: applicationName,
  }
}

const sslVariables = ({ checks, files }: Encryption): Record<string, string> => ({
  PGSSLMODE: checks,
  ...Object.fromEntries(
    Object.entries(files).map(([name, path]) => [`PG${name.toUpperCase()}`, path]),
  ),
})

function urlOf(parts: ConnectionParts): string {
  const { host, port, user, password, database, encryption, options } = parts
  const login = [user, password].filter(Boolean).map(encodeURIComponent).join(':')
  const onSocket = host.startsWith('/')
  const shown = onSocket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`
  const query = Object.entries({
    ...(onSocket ? { host, port: String(port) } : {}),
    ...(encryption ? { sslmode: encryption.checks, ...encryption.files } : {}),
    ...(options === '' ? {} : { options }),
  }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const asked = query.length > 0 ? `?${query.join('&')}` : ''
  return `postgresql://${login}@${shown}/${encodeURIComponent(database)}${asked}`
}

function partOf(connection: ConnectionParts, part: string): string {
  if (/^(HOST|HOSTNAME|SERVER)$/.test(part)) return connection.host
  if (part === 'PORT') return String(connection.port)
  if (part.startsWith('USER')) return connection.user
  if (part.startsWith('PASS')) return connection.password
  return connection.database
}
