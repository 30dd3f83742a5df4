import { BACKUP_COMMENT } from '../catalog/ledger.ts'
import { arrayOf, commented, doBlock, listed, refuse } from './do-block.ts'
import {
  beginning,
  declarationsOf,
  findBackup,
  findLedger,
  hashRows,
  readNames,
} from './ledger-steps.ts'
import { RESULT_SETTING } from './stamp-sql.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { backupTableOf } from './backup-table.ts'

const LOOK = `
${readNames.trim()}
${findBackup}
if backup_oid is null then
  if not names && marked and names && archived then
    raise notice 'Nothing to undo: % is not stamped. Nothing was changed.', ledger_name;
    perform pg_catalog.set_config('${RESULT_SETTING}', pg_catalog.json_build_object('did', 'already')::pg_catalog.text, true);
    return;
  end if;
  ${refuse(
    'backup',
    `'there is no backup ' || pg_catalog.format('%I.%I', ledger_schema, backup_table) || ' of the rows before the stamp'`,
    `'This database was not stamped by this file (a new one runs the baseline itself), or somebody dropped the table: put it back from a dump of the database.'`,
  )}
end if;

-- The backup is as the stamp left it.
select pg_catalog.substr(pg_catalog.obj_description(backup_oid, 'pg_class'), ${BACKUP_COMMENT.length + 1}) into kept_hash
 where pg_catalog.starts_with(pg_catalog.obj_description(backup_oid, 'pg_class'), '${BACKUP_COMMENT}');
select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum) into kept_columns
  from pg_catalog.pg_attribute a where a.attrelid = backup_oid and a.attnum > 0 and not a.attisdropped;
if kept_columns is distinct from ledger_columns then
  ${refuse(
    'backup',
    `'the columns of ' || ledger_name || ' (' || ledger_columns || ') are not those of its backup ' || backup_name || ' (' || kept_columns || ')'`,
    `'Give the ledger the columns that it had when it was stamped, and unstamp again.'`,
  )}
end if;
begin
${hashRows('backup_name', 'kept_columns', 'found_hash').trim()}
exception when insufficient_privilege then
  ${refuse(
    'rights',
    `'the role ' || current_user || ' may not read the backup ' || backup_name || ' (' || sqlerrm || ')'`,
    `'Use the role that stamped, or the owner of that table.'`,
  )}
end;
if found_hash is distinct from kept_hash then
  ${refuse(
    'backup',
    `'the backup ' || backup_name || ' is no longer as the stamp left it'`,
    `'Somebody changed its rows or its comment: put it back from a dump of the database.'`,
  )}
end if;

-- Nothing ran since.
execute pg_catalog.format('select pg_catalog.array_agg(d.text order by d.text) from (
    select l.name::pg_catalog.text as text from %1$s l where l.name::pg_catalog.text <> all ($1)
      and not exists (select from %2$s b where row(b.*)::pg_catalog.text = row(l.*)::pg_catalog.text)
    union all
    select b.name::pg_catalog.text || '' (gone)'' from %2$s b where b.name::pg_catalog.text <> all ($2)
      and not exists (select from %1$s l where l.name::pg_catalog.text = b.name::pg_catalog.text)
    union all
    select m.name || '' (not marked)'' from pg_catalog.unnest($1) m (name) where not exists (select from %1$s l where l.name::pg_catalog.text = m.name)
  ) d', pg_catalog.format('(select %s from %s)', ledger_columns, ledger_name), backup_name) into odd using marked, archived;
if odd is not null then
  ${refuse(
    'ran-since',
    `ledger_name || ' is not as the stamp left it: ' || ${listed('odd')}`,
    `'Migrations that ran since can not be taken back by rows: undo them by their down first, or stay with the new folder.'`,
  )}
end if;
`

const RESTORE = `
-- The rows as they were, and nothing else; then the backup goes.
begin
  execute pg_catalog.format('delete from %s', ledger_name);
  execute pg_catalog.format('insert into %s (%s) overriding system value select %s from %s', ledger_name, ledger_columns, ledger_columns, backup_name);
exception when insufficient_privilege then
  ${refuse(
    'rights',
    `'the role ' || current_user || ' may not change ' || ledger_name || ' (' || sqlerrm || ')'`,
    `'Use the role that runs the migrations, or the owner of that table.'`,
  )}
end;
${hashRows('ledger_name', 'ledger_columns', 'found_hash').trim()}
if found_hash is distinct from kept_hash then
  ${refuse('changed', `'after putting them back, ' || ledger_name || ' does not hold the rows of its backup'`, `'Look which triggers and rules that table has.'`)}
end if;
begin
  execute pg_catalog.format('drop table %s', backup_name);
exception when insufficient_privilege then
  ${refuse(
    'rights',
    `'the role ' || current_user || ' may not drop the backup ' || backup_name || ' (' || sqlerrm || ')'`,
    `'Use the role that stamped, or the owner of that table.'`,
  )}
end;
${readNames.trim()}
raise notice 'Unstamped: % holds its % rows from before the stamp again.', ledger_name, ledger_rows;
perform pg_catalog.set_config('${RESULT_SETTING}', pg_catalog.json_build_object('did', 'unstamped')::pg_catalog.text, true);
`

/** The statement that puts the ledger back as it was before the stamp: all of it, or nothing. */
export const unstampBlock = (plan: StampPlan): string =>
  doBlock(
    [
      ...declarationsOf(plan),
      `-- What had run before the stamp.\n  archived constant pg_catalog.text[] := ${arrayOf(plan.archived)}`,
      `-- What the stamp marked as run.\n  marked constant pg_catalog.text[] := ${arrayOf(plan.marked)}`,
    ],
    [...beginning('unstamp'), findLedger('unstamp'), LOOK, RESTORE],
  )

/** `unstamp.sql`: for whoever runs SQL on that database by hand. */
export const unstampSql = (plan: StampPlan): string =>
  `${commented([
    'unstamp.sql: takes a stamp back. The ledger holds the rows of the archived migrations again, exactly.',
    '',
    'Run it with:  psql -X -v ON_ERROR_STOP=1 -f unstamp.sql "$DATABASE_URL"',
    'and deploy the code with the old folder: code with the new one refuses to migrate from then on.',
    '',
    'It is one statement, and so one transaction: all of it happens, or nothing. It ends with an error, and changes',
    'nothing, where a migrator is running, where migrations ran since the stamp, or where the backup',
    `${backupTableOf(plan)} is missing or was changed. Run again, it says that there is nothing to undo.`,
  ])}\n\n${unstampBlock(plan)}\n`
