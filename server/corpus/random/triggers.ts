import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { conditionOn, conditions } from './conditions.ts'
import { chosen, type Part } from './place.ts'
import { names, texts } from './texts.ts'

/** CREATE TRIGGER: on tables, partitioned ones and views, with all it may have. */
export const triggers: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    table: fc.nat(20),
    routine: fc.nat(9),
    form: fc.constantFrom('before', 'after', 'statement', 'constraint', 'transition', 'instead'),
    event: fc.constantFrom('INSERT', 'UPDATE', 'DELETE', 'INSERT OR UPDATE OR DELETE'),
    columns: fc.boolean(),
    when: fc.option(conditions, { nil: undefined }),
    arguments: fc.array(texts, { maxLength: 3 }),
    enabled: fc.constantFrom('', '', 'DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA'),
    from: fc.option(fc.nat(20), { nil: undefined }),
    deferred: fc.constantFrom('', ' DEFERRABLE', ' DEFERRABLE INITIALLY DEFERRED'),
    falls: fc.constantFrom('', '', ' DEPENDS ON EXTENSION plpgsql'),
  })
  .map((each) => (place) => {
    const on =
      each.form === 'instead'
        ? chosen(place.plainViews, each.table)
        : chosen(
            place.tables.filter(({ form }) => form === 'ordinary' || form === 'partitioned'),
            each.table,
          )
    const call = chosen(
      place.routines.filter(({ does }) => does === 'trigger'),
      each.routine,
    )
    if (!on || !call) return
    // A constraint trigger is a constraint as well.
    const wanted = each.form === 'constraint' ? place.name(each.name) : each.name
    const own = ident(place.name(wanted, `triggers of ${on.sql}`))
    const column = on.columns[0]
    const hasColumns = each.columns && each.event === 'UPDATE' && column && !['transition', 'instead'].includes(each.form)
    const event = hasColumns ? `UPDATE OF ${ident(column.name)}` : each.event
    const row = each.event === 'DELETE' ? 'OLD' : 'NEW'
    const canAsk = each.form !== 'instead' && each.event !== 'INSERT OR UPDATE OR DELETE' && ['before', 'after', 'constraint'].includes(each.form)
    const when = each.when && canAsk ? ` WHEN (${conditionOn(on.columns, each.when, `${row}.`)})` : ''
    const transition = each.event === 'DELETE' ? 'OLD TABLE AS "old ones"' : 'NEW TABLE AS "new ones"'
    const single = each.event === 'INSERT OR UPDATE OR DELETE' ? 'INSERT' : each.event
    const other = each.from === undefined ? undefined : chosen(place.tables.filter(({ form }) => form === 'ordinary'), each.from)
    const from = other ? ` FROM ${other.sql}` : ''
    const heads = {
      before: `TRIGGER ${own} BEFORE ${event} ON ${on.sql} FOR EACH ROW`,
      after: `TRIGGER ${own} AFTER ${event} ON ${on.sql} FOR EACH ROW`,
      statement: `TRIGGER ${own} AFTER ${event} OR TRUNCATE ON ${on.sql} FOR EACH STATEMENT`,
      constraint: `CONSTRAINT TRIGGER ${own} AFTER ${event} ON ${on.sql}${from}${each.deferred} FOR EACH ROW`,
      transition: `TRIGGER ${own} AFTER ${single} ON ${on.sql} REFERENCING ${transition} FOR EACH STATEMENT`,
      instead: `TRIGGER ${own} INSTEAD OF ${each.event} ON ${on.sql} FOR EACH ROW`,
    }
    place.run(
      `CREATE ${heads[each.form]}${when} EXECUTE FUNCTION ${call.sql}(${each.arguments.map(literal).join(', ')})`,
    )
    place.remarkable.push(`TRIGGER ${own} ON ${on.sql}`)
    if (each.falls) place.run(`ALTER TRIGGER ${own} ON ${on.sql}${each.falls}`)
    if (each.enabled && each.form !== 'instead') {
      place.run(`ALTER TABLE ${on.sql} ${each.enabled} TRIGGER ${own}`)
    }
  })

/** CREATE RULE. */
export const rules: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    table: fc.nat(20),
    event: fc.constantFrom('INSERT', 'UPDATE', 'DELETE'),
    does: fc.constantFrom('INSTEAD NOTHING', 'ALSO NOTIFY', 'ALSO SELECT'),
    text: texts,
    channel: names,
    condition: fc.option(conditions, { nil: undefined }),
    enabled: fc.constantFrom('', '', 'DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA'),
  })
  .map(({ name, table, event, does, text, channel, condition, enabled }) => (place) => {
    const isTable = ({ form }: { readonly form: string }): boolean => form === 'ordinary'
    const on = chosen([...place.tables.filter(isTable), ...place.plainViews], table)
    if (!on) return
    const own = ident(place.name(name, `rules of ${on.sql}`))
    const row = event === 'INSERT' ? 'NEW.' : 'OLD.'
    const where = condition && does !== 'ALSO NOTIFY' ? ` WHERE ${conditionOn(on.columns, condition, row)}` : ''
    const action = {
      'INSTEAD NOTHING': 'INSTEAD NOTHING',
      'ALSO NOTIFY': `ALSO NOTIFY ${ident(channel)}, ${literal(text)}`,
      'ALSO SELECT': `ALSO SELECT ${literal(text)}::text`,
    }[does]
    place.run(`CREATE RULE ${own} AS ON ${event} TO ${on.sql}${where} DO ${action}`)
    place.remarkable.push(`RULE ${own} ON ${on.sql}`)
    if (enabled && place.tables.includes(on)) place.run(`ALTER TABLE ${on.sql} ${enabled} RULE ${own}`)
  })

/** CREATE POLICY. */
export const policies: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    table: fc.nat(20),
    restrictive: fc.boolean(),
    command: fc.constantFrom('ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE'),
    role: fc.nat(5),
    using: fc.option(conditions, { nil: undefined }),
    check: fc.option(conditions, { nil: undefined }),
    sub: fc.boolean(),
  })
  .map(({ name, table, restrictive, command, role, using, check, sub }) => (place) => {
    const on = chosen(
      place.tables.filter(({ form }) => form !== 'foreign'),
      table,
    )
    if (!on) return
    const own = ident(place.name(name, `policies of ${on.sql}`))
    const to = chosen(['PUBLIC', ...place.roles.map(ident), 'CURRENT_USER'], role)
    const more = sub ? ` AND EXISTS (SELECT 1 FROM ${on.sql} AS other)` : ''
    const read = using && command !== 'INSERT' ? ` USING (${conditionOn(on.columns, using)}${more})` : ''
    const write = check && !['SELECT', 'DELETE'].includes(command) ? ` WITH CHECK (${conditionOn(on.columns, check)})` : ''
    place.run(
      `CREATE POLICY ${own} ON ${on.sql} AS ${restrictive ? 'RESTRICTIVE' : 'PERMISSIVE'} FOR ${command} TO ${to}${read}${write}`,
    )
    place.remarkable.push(`POLICY ${own} ON ${on.sql}`)
  })
