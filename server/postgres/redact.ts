import { userInfo } from 'node:os'
import { inspect } from 'node:util'
import { RebaselineError } from '../errors.ts'

interface Parts {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly parameters: URLSearchParams
}

/** A connection URL whose password shows nowhere unless it is asked for by `reveal()`. */
export class DatabaseUrl {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly #password: string | undefined
  readonly #parameters: URLSearchParams

  constructor(text: string) {
    const { password, ...parts } = parse(text)
    this.host = parts.host
    this.port = parts.port
    this.database = parts.database
    this.user = parts.user
    this.#parameters = parts.parameters
    this.#password = password
  }

  /** The same server, user and password, another database. */
  withDatabase(name: string): DatabaseUrl {
    return new DatabaseUrl(this.#write(this.#password, name))
  }

  /** The whole URL, password included: for drivers and for the environment of a child process only. */
  reveal(): string {
    return this.#write(this.#password, this.database)
  }

  /** The bare password, for drivers and for scrubbing. */
  revealPassword(): string | undefined {
    return this.#password
  }

  parameter(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined
  }

  toString(): string {
    return this.#write(this.#password === undefined ? undefined : '***', this.database)
  }

  toJSON(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return `DatabaseUrl(${this.toString()})`
  }

  #write(password: string | undefined, database: string): string {
    // A socket's folder too: written into the query, whoever passes over that would find another server.
    const host = this.host.includes(':') ? `[${this.host}]` : encodeURIComponent(this.host)
    const login =
      encodeURIComponent(this.user) +
      (password === undefined
        ? ''
        : `:${password === '***' ? password : encodeURIComponent(password)}`)
    const query = this.#parameters.size > 0 ? `?${this.#parameters}` : ''
    return `postgresql://${login}@${host}:${this.port}/${encodeURIComponent(database)}${query}`
  }
}

/** Takes the passwords of these URLs, raw and percent-encoded, out of any text. */
export function scrub(text: string, urls: Iterable<DatabaseUrl>): string {
  let clean = text
  for (const url of urls) clean = scrubPassword(clean, url.revealPassword() ?? '')
  return clean
}

/** Takes a password out of any text. */
export const scrubPassword = (text: string, password: string): string =>
  scrubberOf([password])(text)

/** Takes all of these out of any text. */
export function scrubberOf(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '***'), text)
}

/** Every way its password may be written in a text, the longest first. */
export const passwordForms = (url: DatabaseUrl): readonly string[] =>
  formsOf(url.revealPassword() ?? '')

function formsOf(password: string): readonly string[] {
  if (password === '') return []
  const forms = new Set([
    encodeURIComponent(password),
    encodeURI(password),
    JSON.stringify(password).slice(1, -1),
    password.replaceAll("'", "''"),
    password,
  ])
  return [...forms].sort((a, b) => b.length - a.length)
}

const SHAPE = /^postgres(?:ql)?:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i

/** Parts of the place that the query may name as well. */
const PLACES = ['host', 'port', 'user', 'dbname', 'password'] as const

function parse(text: string): Parts & { password: string | undefined } {
  const shape = SHAPE.exec(text.trim())
  if (!shape) throw wrong('it is not of the form postgres://USER:PASSWORD@HOST:PORT/DATABASE')
  const [, authority = '', path = '', query = ''] = shape
  const parameters = new URLSearchParams(query)
  const asked = takeOut(parameters)
  const at = authority.lastIndexOf('@')
  const [login, password] = splitOnce(at < 0 ? '' : authority.slice(0, at), ':')
  const { host, port } = address(authority.slice(at + 1), asked)
  if (/[/@:]/.test(path)) throw wrong('the part after the host is not a database name')
  const user = asked.user || decode(login) || process.env['PGUSER'] || userInfo().username
  const named = decode(path)
  // libpq takes the one of the query, node-postgres that of the path.
  if (asked.dbname && named && asked.dbname !== named) throw wrong('it names two databases')
  return {
    host,
    port,
    user,
    database: named || asked.dbname || user,
    parameters,
    password:
      asked.password ?? (password === undefined ? process.env['PGPASSWORD'] : decode(password)),
  }
}

type Asked = Partial<Record<(typeof PLACES)[number], string>>

/** What the query says of the place goes before the rest of the URL, as libpq and node-postgres have it. */
function takeOut(parameters: URLSearchParams): Asked {
  const asked: Asked = {}
  for (const name of PLACES) {
    const values = parameters.getAll(name)
    if (new Set(values).size > 1) throw wrong(`it says twice what its ${name} is`)
    const [value] = values
    if (value !== undefined) asked[name] = value
    parameters.delete(name)
  }
  return asked
}

function address(text: string, asked: Asked): { host: string; port: number } {
  const found = /^(\[[^\]]+\]|[^:]*)(?::(\d*))?$/.exec(text)
  if (!found) throw wrong('its host or port can not be read')
  const host = asked.host || decode(found[1] ?? '').replace(/^\[|\]$/g, '') || 'localhost'
  const port = Number(asked.port || found[2] || 5432)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw wrong('its port is not a port')
  if (host.includes(',')) throw wrong('it names more than one host')
  return { host, port }
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw wrong('a percent sign in it is not followed by two hex digits (% itself is %25)')
  }
}

// The text itself may hold the password in an unexpected place, so that it is never repeated.
const wrong = (happened: string): RebaselineError =>
  new RebaselineError('invalid-url', { doing: 'read the database URL', happened })
