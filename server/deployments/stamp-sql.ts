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
import { GUARD_DECLARATIONS, schemaGuard } from './schema-guard.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { backupTableOf } from './backup-table.ts'

/** The setting in which the statement leaves what it did, until its transaction ends. */
export const RESULT_SETTING = 'rebaseline.result'

/** ISO-8601 in UTC, as Kysely writes it, and every form of it that means one moment to all versions. */
const ISO = String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$`

const timeText = (moment: string): string =>
  `pg_catalog.to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Decides on the names; the same as `ledgerStateOf`, in the same order. */
const NAMES = `
-- Which names stand in it. Nothing is guessed: they are exactly those that are known, or nothing is changed. Only beside
-- baseline and seed others may stand, which were written since.
${readNames.trim()}
if ledger_rows = 0 then
  ${refuse(
    'no-ledger',
    `ledger_name || ' is empty: no migration has run on this database'`,
    `'It needs no stamp: its migrator runs baseline and seed.'`,
  )}
end if;
select pg_catalog.array_agg(u.name order by u.name collate pg_catalog."C") into odd from (
  select coalesce(n.name, 'a row whose name is NULL') as name from pg_catalog.unnest(names) n (name)
   where n.name is null or n.name <> all (archived || later || marked) and not (marked <@ names and not archived && names)
  union all
  select n.name || ' (' || pg_catalog.count(*) || ' times)' from pg_catalog.unnest(names) n (name) group by n.name having pg_catalog.count(*) > 1
) u;
if odd is not null then
  ${refuse(
    'foreign',
    `ledger_name || ' names what neither the archived nor the new folder has: ' || ${listed('odd')}`,
    `'Find out where these come from. Only where nothing of them is left in the schema, take their rows out by hand, and stamp again.'`,
  )}
end if;
select pg_catalog.array_agg(m.name order by m.rank) into odd from pg_catalog.unnest(marked) with ordinality m (name, rank) where m.name <> all (names);
if odd is null and not archived && names then
  raise notice 'Already done: % names baseline and seed, and nothing of what they replace. Nothing was changed.', ledger_name;
  perform pg_catalog.set_config('${RESULT_SETTING}', pg_catalog.json_build_object('did', 'already')::pg_catalog.text, true);
  return;
end if;
if marked && names then
  ${refuse(
    'mixed',
    `ledger_name || ' is half moved over' || coalesce('; not marked: ' || ${listed('odd')}, '') || case when archived && names then '; archived migrations are in it beside the new ones' else '' end`,
    `'Where the migrator runs this folder for the first time, let it finish. Otherwise put the rows back as they were before somebody changed them by hand, and stamp again.'`,
  )}
end if;
select pg_catalog.array_agg(m.name order by m.rank) into odd from pg_catalog.unnest(archived) with ordinality m (name, rank) where m.name <> all (names);
if odd is not null then
  ${refuse(
    'behind',
    `'this database has not run all that the baseline replaces. Still to run: ' || ${listed('odd')}`,
    `'Migrate it to the end of the archived folder first, by the code that still has that folder; then stamp again.'`,
  )}
end if;
`

/** Kysely sorts what has run by time: baseline and seed before the later rows, and none in the future. */
const TIMES = `
-- The times of the new rows: not after the last archived row, so that no clock that is behind sorts a migration before them.
moment := pg_catalog.clock_timestamp();
latest := null;
earliest_later := null;
for each_name, each_time in execute pg_catalog.format('select l.name::pg_catalog.text, l."timestamp"::pg_catalog.text from %s l', ledger_name) loop
  parsed := null;
  if each_time ~ '${ISO}' then
    begin
      parsed := each_time::pg_catalog.timestamptz;
    exception when others then
      parsed := null;
    end;
  end if;
  if each_name = any (later) then
    if parsed is null then
      ${refuse(
        'timestamp',
        `'the row of ' || each_name || ', which stays, has a timestamp that is none: ' || coalesce(pg_catalog.quote_literal(each_time), 'NULL')`,
        `'Write the time at which it ran as ISO-8601 in UTC, such as 2024-05-01T12:00:00.000Z, later than those of the migrations before it.'`,
      )}
    end if;
    earliest_later := least(earliest_later, parsed);
  elsif parsed <= moment then
    latest := greatest(latest, parsed);
  end if;
end loop;
moment := pg_catalog.date_trunc('milliseconds', least(coalesce(latest, moment), earliest_later - interval '1 millisecond'));
`

const SWAP = `
-- All rows as they are, beside the ledger: unstamp.sql puts them back.
${findBackup}
if backup_oid is not null then
  ${refuse(
    'backup',
    `backup_name || ' is there already: a backup of an earlier stamp, whose rows somebody put back by hand'`,
    `'Look at it, rename or drop it, and stamp again.'`,
  )}
end if;
${hashRows('ledger_name', 'ledger_columns', 'kept_hash').trim()}
begin
  execute pg_catalog.format('create table %I.%I as select %s from %s', ledger_schema, backup_table, ledger_columns, ledger_name);
exception when insufficient_privilege then
  ${refuse(
    'rights',
    `'the role ' || current_user || ' may not keep a backup in the schema ' || pg_catalog.quote_ident(ledger_schema) || ' (' || sqlerrm || ')'`,
    `'Use the role that runs the migrations, or grant it CREATE on that schema.'`,
  )}
end;
execute pg_catalog.format('comment on table %I.%I is %L', ledger_schema, backup_table, '${BACKUP_COMMENT}' || kept_hash);
${hashRows(`pg_catalog.format('%I.%I', ledger_schema, backup_table)`, 'ledger_columns', 'found_hash').trim()}
if found_hash is distinct from kept_hash then
  ${refuse('changed', `'the backup does not hold the rows of ' || ledger_name`, `'Look which event triggers or rules this database has.'`)}
end if;

-- The swap: what the baseline replaces goes, baseline and seed are marked as run, later rows stay as they are.
begin
  execute pg_catalog.format('delete from %s where name::pg_catalog.text = any ($1)', ledger_name) using archived;
  for each_rank in 1 .. pg_catalog.cardinality(marked) loop
    execute pg_catalog.format('insert into %s (name, "timestamp") values ($1, $2)', ledger_name)
      using marked[each_rank], ${timeText(`(moment - (pg_catalog.cardinality(marked) - each_rank) * interval '1 millisecond')`)};
  end loop;
exception when insufficient_privilege then
  ${refuse(
    'rights',
    `'the role ' || current_user || ' may not change ' || ledger_name || ' (' || sqlerrm || ')'`,
    `'Use the role that runs the migrations, or the owner of that table.'`,
  )}
end;

-- What stands there now is what was meant, whatever triggers or rules that table has.
execute pg_catalog.format('select pg_catalog.array_agg(l.name::pg_catalog.text order by l."timestamp"::pg_catalog.timestamptz, l.name::pg_catalog.text collate pg_catalog."C") from %s l', ledger_name) into odd;
select pg_catalog.array_agg(n.name) into names from pg_catalog.unnest(names) n (name) where n.name = any (later);
if odd[1:pg_catalog.cardinality(marked)] is distinct from marked
  or (select pg_catalog.array_agg(o.name order by o.name collate pg_catalog."C") from pg_catalog.unnest(odd[pg_catalog.cardinality(marked) + 1:]) o (name)) is distinct from names then
  ${refuse('changed', `'after the swap, ' || ledger_name || ' does not hold what was written to it'`, `'Look which triggers and rules that table has.'`)}
end if;
raise notice 'Stamped: % is marked as run in %, in place of % migrations, whose rows are kept in %.',
  pg_catalog.array_to_string(marked, ', '), ledger_name, pg_catalog.cardinality(archived), pg_catalog.format('%I.%I', ledger_schema, backup_table);
perform pg_catalog.set_config('${RESULT_SETTING}', pg_catalog.json_build_object(
  'did', 'stamped', 'replaced', pg_catalog.cardinality(archived), 'backup', pg_catalog.format('%I.%I', ledger_schema, backup_table),
  'ignored', coalesce(ignored, array[]::pg_catalog.text[]))::pg_catalog.text, true);
`

/** The statement that marks baseline and seed as run in place of what they replace: all of it, or nothing. */
export function stampBlock(plan: StampPlan): string {
  return doBlock(
    [
      ...declarationsOf(plan),
      `-- What has run, in the order of the archived folder.\n  archived constant pg_catalog.text[] := ${arrayOf(plan.archived)}`,
      `-- What stays in the folder: a deployment may have run some of it.\n  later constant pg_catalog.text[] := ${arrayOf(plan.later)}`,
      `-- What is marked as run.\n  marked constant pg_catalog.text[] := ${arrayOf(plan.marked)}`,
      'moment pg_catalog.timestamptz',
      'latest pg_catalog.timestamptz',
      'earliest_later pg_catalog.timestamptz',
      'parsed pg_catalog.timestamptz',
      'each_name pg_catalog.text',
      'each_time pg_catalog.text',
      'each_rank pg_catalog.int4',
      ...GUARD_DECLARATIONS,
    ],
    [...beginning('stamp'), findLedger('stamp'), NAMES, TIMES, schemaGuard(plan), SWAP],
  )
}

/** `stamp.sql`: for whoever runs SQL on that database by hand. */
export const stampSql = (plan: StampPlan): string =>
  `${commented([
    'stamp.sql: marks the baseline as run on a database that has run the migrations which it replaces.',
    '',
    'Run it with:  psql -X -v ON_ERROR_STOP=1 -f stamp.sql "$DATABASE_URL"',
    'by the role that runs the migrations, or the owner of the ledger. Deploy the new folder right after it: code with',
    'the old folder refuses to migrate from then on. unstamp.sql takes it back.',
    '',
    'It is one statement, and so one transaction: all of it happens, or nothing. It ends with an error, and changes',
    'nothing, unless',
    '  - no migrator is running, and this is no read replica',
    '  - the ledger names exactly the archived migrations, and of those that stay any',
    '  - the schema is the one that the baseline was proven to build, object by object',
    'Run again, it says that it is done already.',
    '',
    `The rows that go are kept in the table ${backupTableOf(plan)}, beside the ledger.`,
  ])}\n\n${stampBlock(plan)}\n`
