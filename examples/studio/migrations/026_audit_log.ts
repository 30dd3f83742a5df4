import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('table_name', 'text', (col) => col.notNull())
    .addColumn('operation', 'varchar(10)', (col) => col.notNull())
    .addColumn('old_row', 'jsonb')
    .addColumn('new_row', 'jsonb')
    .addColumn('at', 'timestamptz', (col) => col.notNull().defaultTo(sql`clock_timestamp()`))
    .execute()

  await sql`
    create function write_audit_log() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $body$
    begin
      insert into audit_log (table_name, operation, old_row, new_row)
      values (
        tg_table_name,
        tg_op,
        case when tg_op <> 'INSERT' then to_jsonb(old) - 'updated_at' end,
        case when tg_op <> 'DELETE' then to_jsonb(new) - 'updated_at' end
      );
      return null;
    end
    $body$
  `.execute(db)
  await sql`create trigger settings_audit after insert or update or delete on settings
    for each row execute function write_audit_log()`.execute(db)
  await sql`create trigger roles_audit after update or delete on roles
    for each row execute function write_audit_log()`.execute(db)

  // nobody edits history
  await sql`create rule audit_log_no_update as on update to audit_log do instead nothing`.execute(
    db,
  )

  await sql`insert into settings (key, value, hint) values ('audit.keep_days', '365', 'Days')`.execute(
    db,
  )
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop trigger settings_audit on settings`.execute(db)
  await sql`drop trigger roles_audit on roles`.execute(db)
  await sql`drop function write_audit_log()`.execute(db)
  await db.schema.dropTable('audit_log').execute()
}
