import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  // old rows break these, new ones mustn't
  await sql`alter table users add constraint users_name_not_blank check (btrim(full_name) <> '') not valid`.execute(
    db,
  )
  await sql`alter table import_rows add constraint import_rows_artwork_fk
    foreign key (artwork_id) references artworks (id) on delete set null not valid`.execute(db)

  await db.schema
    .alterTable('events')
    .addForeignKeyConstraint('events_actor_fk', ['actor_id'], 'users', ['id'])
    .onDelete('set null')
    .execute()
  await sql`alter table poll_votes add constraint poll_votes_once
    unique (poll_id, user_id, option_id) include (weight)`.execute(db)
  await db.schema
    .alterTable('users')
    .alterColumn('locale', (col) => col.setDefault('en-GB'))
    .execute()
  await db.schema
    .alterTable('artists')
    .alterColumn('biography', (col) => col.setDefault(sql`''::text`))
    .execute()
  await db.schema
    .alterTable('artists')
    .alterColumn('biography', (col) => col.setNotNull())
    .execute()
  await db.schema
    .alterTable('mail_messages')
    .alterColumn('attempts', (col) => col.setDataType('integer'))
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('poll_votes').dropConstraint('poll_votes_once').execute()
  await db.schema.alterTable('events').dropConstraint('events_actor_fk').execute()
  await db.schema.alterTable('import_rows').dropConstraint('import_rows_artwork_fk').execute()
  await db.schema.alterTable('users').dropConstraint('users_name_not_blank').execute()
}
