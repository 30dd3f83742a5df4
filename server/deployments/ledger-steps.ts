import { asciiLiteral } from '../kinds/sql.ts'
import { refuse } from './do-block.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { backupTableOf } from './backup-table.ts'

/** The key that Kysely's migrator locks on Postgres, in every version. */
export const MIGRATOR_LOCK = '3853314791062309107'

const LOCK_TIMEOUT = '10s'

/** What a session may have set otherwise; for the transaction only. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['search_path', ''],
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'postgres'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
  ['lc_monetary', 'C'],
  ['quote_all_identifiers', 'off'],
  ['standard_conforming_strings', 'on'],
  ['jit', 'off'],
  ['row_security', 'off'],
  ['client_min_messages', 'notice'],
  ['lock_timeout', LOCK_TIMEOUT],
]

/** Names of what both statements declare. */
export const declarationsOf = (plan: StampPlan): readonly string[] => [
  `ledger_schema constant pg_catalog.text := ${asciiLiteral(plan.ledger.schema)}`,
  `ledger_table constant pg_catalog.text := ${asciiLiteral(plan.ledger.table)}`,
  `backup_table constant pg_catalog.text := ${asciiLiteral(backupTableOf(plan))}`,
  'ledger_oid pg_catalog.oid',
  'ledger_name pg_catalog.text',
  'backup_oid pg_catalog.oid',
  'backup_name pg_catalog.text',
  'ledger_columns pg_catalog.text',
  'kept_columns pg_catalog.text',
  'ledger_rows pg_catalog.int8',
  'names pg_catalog.text[]',
  'odd pg_catalog.text[]',
  'holder pg_catalog.text',
  'kept_hash pg_catalog.text',
  'found_hash pg_catalog.text',
]

const RELATION = (name: string, oid: string, shown: string): string => `
select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) into ${oid}, ${shown}
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = ledger_schema::pg_catalog.name and c.relname = ${name}::pg_catalog.name;`

/** What comes first in both: settings, the right kind of server and session, the migrator's lock. */
export const beginning = (what: string): readonly string[] => [
  `-- Nothing that this session has set before changes what is read and written below.
${SETTINGS.map(([name, value]) => `perform pg_catalog.set_config('${name}', '${value}', true);`).join('\n')}
`,
  `-- A snapshot from before the lock would not show what was committed while this waited for it.
if pg_catalog.current_setting('transaction_isolation') <> 'read committed' then
  ${refuse(
    'isolation',
    `'this transaction is ' || pg_catalog.current_setting('transaction_isolation') || ', and has to be read committed'`,
    `'Send first: set default_transaction_isolation = ''read committed'';'`,
  )}
end if;
if pg_catalog.pg_is_in_recovery() then
  ${refuse(
    'replica',
    `'this server is a read replica (it is in recovery)'`,
    `'Connect to the primary server: what is changed there reaches the replicas by itself.'`,
  )}
end if;
`,
  `-- The lock that Kysely's migrator takes before it reads the ledger, for this transaction: it also holds through a
-- pooler in transaction mode, which keeps one connection of the server for a whole transaction.
begin
  perform pg_catalog.pg_advisory_xact_lock(${MIGRATOR_LOCK});
exception when lock_not_available then
  select pg_catalog.string_agg(pg_catalog.concat('process ', l.pid, ' (' || nullif(a.application_name, '') || ')'), ', ') into holder
    from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
   where l.locktype = 'advisory' and l.granted and l.objsubid = 1
     and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
     and l.classid::pg_catalog.int8 = ${MIGRATOR_LOCK} >> 32 and l.objid::pg_catalog.int8 = ${MIGRATOR_LOCK} & 4294967295;
  ${refuse(
    'locked',
    `'a migrator is running: it has held its lock for ${LOCK_TIMEOUT}' || coalesce(': ' || holder, '')`,
    `'Wait until it is done and ${what} again. A process that hangs keeps its lock: end it with select pg_terminate_backend(PROCESS).'`,
  )}
end;
`,
]

/** Finds the ledger, and locks it against everybody. */
export const findLedger = (what: string): string => `
-- The ledger: a plain table with the two columns of Kysely.
${RELATION('ledger_table', 'ledger_oid', 'ledger_name').trim()}
if ledger_oid is null then
  ${refuse(
    'no-ledger',
    `'there is no ledger ' || pg_catalog.format('%I.%I', ledger_schema, ledger_table) || ' in the database ' || pg_catalog.current_database()`,
    `'A database that no migration has run on needs no stamp: its migrator runs baseline and seed. Where the ledger has another name, this was written for another one.'`,
  )}
end if;
select pg_catalog.array_agg(o.why) into odd from (
  select 'it is no plain table' as why from pg_catalog.pg_class c where c.oid = ledger_oid and (c.relkind <> 'r' or c.relpersistence <> 'p')
  union all
  select 'other tables inherit from it, or it does from another' where exists (
    select from pg_catalog.pg_inherits h where ledger_oid in (h.inhrelid, h.inhparent))
  union all
  select 'it has no column ' || needed.name || ' of a text type' from (values ('name'), ('timestamp')) needed (name)
   where not exists (select from pg_catalog.pg_attribute a where a.attrelid = ledger_oid and a.attnum > 0 and not a.attisdropped
     and a.attname = needed.name and a.atttypid in ('pg_catalog.varchar'::pg_catalog.regtype, 'pg_catalog.text'::pg_catalog.regtype))
) o;
if odd is not null then
  ${refuse(
    'odd-ledger',
    `ledger_name || ' is not as Kysely makes it: ' || pg_catalog.array_to_string(odd, '; ')`,
    `'Make it a table of name and timestamp again, or move this deployment over by hand.'`,
  )}
end if;
begin
  execute pg_catalog.format('lock table %s in access exclusive mode', ledger_name);
exception
  when lock_not_available then
    ${refuse(
      'locked',
      `'others have used ' || ledger_name || ' for ${LOCK_TIMEOUT}'`,
      `'Look who does (pg_locks, pg_stat_activity), and ${what} again.'`,
    )}
  when insufficient_privilege then
    ${refuse(
      'rights',
      `'the role ' || current_user || ' may not change ' || ledger_name || ' (' || sqlerrm || ')'`,
      `'Use the role that runs the migrations, or the owner of that table.'`,
    )}
end;
select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum) into ledger_columns
  from pg_catalog.pg_attribute a where a.attrelid = ledger_oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
`

/** Looks for the backup of this very plan. */
export const findBackup = RELATION('backup_table', 'backup_oid', 'backup_name').trim()

/** The text that a hash of all rows of a table is taken of, as an expression for `execute`. */
export const hashRows = (table: string, columns: string, into: string): string => `
execute pg_catalog.format('select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(coalesce(
    pg_catalog.string_agg(row(%s)::pg_catalog.text, E''\\n'' order by row(%s)::pg_catalog.text collate pg_catalog."C"), ''''), ''UTF8'')), ''hex'') from %s',
  ${columns}, ${columns}, ${table}) into ${into};`

/** Reads names and counts rows; whoever filters rows is refused by row_security. */
export const readNames = `
execute pg_catalog.format('select pg_catalog.array_agg(l.name::pg_catalog.text order by l.name::pg_catalog.text collate pg_catalog."C"), pg_catalog.count(*) from %s l', ledger_name)
  into names, ledger_rows;
names := coalesce(names, array[]::pg_catalog.text[]);
`
