import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .modifyFront(sql`unlogged`)
    .addColumn('token', 'char(64)', (col) => col.primaryKey())
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('data', 'jsonb', (col) => col.notNull().defaultTo(sql`'{}'::jsonb`))
    .addColumn('expires_at', 'timestamptz', (col) => col.notNull())
    .modifyEnd(sql`with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)`)
    .execute()
  await sql`create index sessions_expires_idx on sessions (expires_at) with (fillfactor = 60)`.execute(
    db,
  )
  await sql`comment on table sessions is 'Unlogged: a crash signs everybody out, and that is fine'`.execute(
    db,
  )
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('sessions').execute()
}
