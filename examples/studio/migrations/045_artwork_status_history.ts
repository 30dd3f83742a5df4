import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('artwork_status_history')
    .addColumn('id', 'bigint', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('cascade'),
    )
    .addColumn('from_status', 'varchar(20)')
    .addColumn('to_status', 'varchar(20)', (col) => col.notNull())
    .addColumn('changed_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()

  await sql`
    create function record_artwork_status() returns trigger language plpgsql as $$
    begin
      insert into artwork_status_history (artwork_id, from_status, to_status)
      values (new.id, old.status, new.status);
      return new;
    end
    $$
  `.execute(db)
  await sql`
    create trigger artworks_status_changed after update of status on artworks
    for each row when (old.status is distinct from new.status)
    execute function record_artwork_status()
  `.execute(db)
  await sql`
    create function refuse_truncate() returns trigger language plpgsql as
      'begin raise exception ''% is kept for ever'', tg_argv[0]; end';
    create trigger artwork_status_history_no_truncate before truncate on artwork_status_history
      for each statement execute function refuse_truncate('the history, it''s')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop trigger artworks_status_changed on artworks`.execute(db)
  await sql`drop function record_artwork_status()`.execute(db)
  await db.schema.dropTable('artwork_status_history').execute()
  await sql`drop function refuse_truncate()`.execute(db)
}
