import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { chosen, type Part } from './place.ts'
import { names, texts } from './texts.ts'

const EXTENSIONS = ['citext', 'hstore', 'pg_trgm', 'btree_gist', 'ltree'] as const

/** CREATE EXTENSION in the schema, and a table of its types. */
export const extensions: fc.Arbitrary<Part> = fc
  .record({ name: fc.constantFrom(...EXTENSIONS), table: names })
  .map(({ name, table }) => (place) => {
    if (place.name(name, 'extension') !== name) return
    place.run(`CREATE EXTENSION ${name} SCHEMA ${ident(place.schema)}`)
    if (name !== 'citext' && name !== 'hstore' && name !== 'ltree') return
    const type = place.in(name)
    place.run(`CREATE TABLE ${place.in(place.name(table))} (a ${type} UNIQUE, b ${type}[] NOT NULL DEFAULT '{}')`)
  })

/** An event trigger, which is called by whatever comes after it. */
export const eventTriggers: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    event: fc.constantFrom('ddl_command_start', 'ddl_command_end', 'sql_drop', 'table_rewrite'),
    tag: fc.constantFrom('', " WHEN TAG IN ('ALTER TABLE', 'ALTER TYPE')"),
    enabled: fc.constantFrom('', 'DISABLE', 'ENABLE REPLICA', 'ENABLE ALWAYS'),
  })
  .map(({ name, event, tag, enabled }) => (place) => {
    const own = ident(place.wideName(name))
    const sql = place.in(place.name(name, 'routine'))
    place.run(`CREATE FUNCTION ${sql}() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end'`)
    place.run(`CREATE EVENT TRIGGER ${own} ON ${event}${tag} EXECUTE FUNCTION ${sql}()`)
    if (enabled) place.run(`ALTER EVENT TRIGGER ${own} ${enabled}`)
    place.remarkable.push(`EVENT TRIGGER ${own}`)
  })

/** ALTER DATABASE … SET. */
export const settings: fc.Arbitrary<Part> = fc
  .record({
    name: fc.constantFrom('work_mem', 'timezone', 'app.name', 'search_path'),
    text: texts,
    path: names,
  })
  .map(({ name, text, path }) => (place) => {
    const value = {
      work_mem: "'3MB'",
      timezone: "'Europe/Lisbon'",
      'app.name': literal(text || 'x'),
      search_path: `${ident(path)}, public`,
    }[name]
    const body = `begin execute format('alter database %I set ${name} = ', current_database()) || ${literal(value)}; end`
    place.run(`DO ${literal(body)}`)
  })

/** ALTER ROLE … IN DATABASE … SET. */
export const roleSettings: fc.Arbitrary<Part> = fc
  .record({ role: fc.nat(9), text: texts, memory: fc.boolean(), secret: fc.boolean() })
  .map(({ role, text, memory, secret }) => (place) => {
    const own = chosen(place.roles, role)
    const of = own === undefined ? 'current_user' : ident(own)
    const sets = [...(secret ? ["app.api_key = 'secret'"] : []), ...(memory ? ["work_mem = '3MB'"] : []), `app.name = ${literal(text || 'x')}`]
    for (const set of sets) {
      const body = `begin execute ${literal(`alter role ${of} in database `)} || quote_ident(current_database()) || ${literal(` set ${set}`)}; end`
      place.run(`DO ${literal(body)}`)
    }
  })

/** ALTER DEFAULT PRIVILEGES of the whole database, and FOR ALL TABLES. */
export const wideDefaults: fc.Arbitrary<Part> = fc
  .record({ name: names, what: fc.constantFrom('publication', 'grant', 'schemas', 'for role', 'revoke'), role: fc.nat(9) })
  .map(({ name, what, role }) => (place) => {
    const to = chosen(place.roles, role)
    if (what === 'publication') place.run(`CREATE PUBLICATION ${ident(place.wideName(name))} FOR ALL TABLES`)
    if (what === 'grant' && to) place.run(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${ident(to)}`)
    if (what === 'schemas' && to) place.run(`ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO ${ident(to)}`)
    if (what === 'for role' && to) place.run(`ALTER DEFAULT PRIVILEGES FOR ROLE ${ident(to)} GRANT SELECT ON TABLES TO PUBLIC`)
    if (what === 'revoke') place.run('ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC')
  })
