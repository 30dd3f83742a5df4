import type { ConstraintObject } from './constraint-attributes.ts'
import { ENABLE } from './enabled.ts'
import type { Statement } from './kind.ts'
import { ident, literal, ownerName, ownName, qualified } from './sql.ts'
import { storageParameter } from './table-options.ts'

/** What can only be said once the constraint and its index exist. */
export function marks(object: ConstraintObject): Statement[] {
  const { attributes, address } = object
  const table = ownerName(object)
  const late = (sql: string): Statement => ({ sql, phase: 'late' })
  const [schema = '', , name = ''] = address.names
  const index = qualified([schema, name])
  const parameters = attributes.options.map(storageParameter).join(', ')
  return [
    ...(parameters === '' ? [] : [late(`ALTER INDEX ${index} SET (${parameters})`)]),
    ...attributes.statistics
      .map((entry) => entry.split('='))
      .map(([column, target]) =>
        late(`ALTER INDEX ${index} ALTER COLUMN ${column} SET STATISTICS ${target}`),
      ),
    ...(attributes.tablespace === null
      ? []
      : [late(`ALTER INDEX ${index} SET TABLESPACE ${ident(attributes.tablespace)}`)]),
    ...(attributes.clustered ? [late(`ALTER TABLE ${table} CLUSTER ON ${ownName(object)}`)] : []),
    ...(attributes.replicaIdentity
      ? [late(`ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${ownName(object)}`)]
      : []),
    ...triggerStates(object),
  ]
}

/** The triggers of a foreign key, and of its copies in partitions, have names with OIDs in them, so that they have to be looked up. */
export function triggerStates({ attributes, address }: ConstraintObject): Statement[] {
  return attributes.triggers.map((entry) => {
    const [table = '', state = '', event = ''] = JSON.parse(entry) as string[]
    const command = `ALTER TABLE ONLY ${table} ${ENABLE[state] ?? 'ENABLE'} TRIGGER `
    const body = [
      'DECLARE name text;',
      'BEGIN',
      '  FOR name IN WITH RECURSIVE kept AS (',
      '      SELECT k.oid FROM pg_catalog.pg_constraint k',
      `      WHERE k.conname = ${literal(address.names.at(-1) ?? '')} AND k.conrelid = ${literal(ownerName({ address } as ConstraintObject))}::pg_catalog.regclass`,
      '      UNION ALL SELECT k.oid FROM kept JOIN pg_catalog.pg_constraint k ON k.conparentid = kept.oid)',
      '    SELECT t.tgname FROM kept JOIN pg_catalog.pg_trigger t ON t.tgconstraint = kept.oid',
      `    WHERE t.tgrelid = ${literal(table)}::pg_catalog.regclass AND t.tgtype = ${event}`,
      '  LOOP',
      `    EXECUTE ${literal(command)} || pg_catalog.quote_ident(name);`,
      '  END LOOP;',
      'END',
    ].join('\n')
    return { sql: `DO ${literal(body)}`, phase: 'late' }
  })
}
