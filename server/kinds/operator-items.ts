import { nameOf } from './sql.ts'

/** `x.oprleft` and the like as CREATE OPERATOR CLASS takes them. */
const operands = (row: string, left: string, right: string): string =>
  `pg_catalog.format_type(${row}.${left}, null) || ', ' || pg_catalog.format_type(${row}.${right}, null)`

/** The row of pg_amop `x` as `OPERATOR 1 schema.= (type, type)`. */
export const operatorItem = (x: string): string => `'OPERATOR ' || ${x}.amopstrategy || ' '
          || (select pg_catalog.quote_ident(os.nspname) || '.' || o.oprname from pg_catalog.pg_operator o
            join pg_catalog.pg_namespace os on os.oid = o.oprnamespace where o.oid = ${x}.amopopr)
          || ' (' || ${operands(x, 'amoplefttype', 'amoprighttype')} || ')'
          || case when ${x}.amoppurpose = 'o' then ' FOR ORDER BY ' || ${nameOf('pg_opfamily', 'opf', `${x}.amopsortfamily`)} else '' end`

/** The row of pg_amproc `x` as `FUNCTION 1 (type, type) schema.compare(type, type)`. */
export const routineItem = (x: string): string => `'FUNCTION ' || ${x}.amprocnum
          || ' (' || ${operands(x, 'amproclefttype', 'amprocrighttype')} || ') ' || ${x}.amproc::pg_catalog.regprocedure::text`
