import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('beta_waitlist')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('email', sql`email_address`, (col) => col.notNull().unique())
    .addColumn('asked_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()
  await sql`
    create function waitlist_position(who email_address) returns bigint language sql stable as
    'select count(*) from beta_waitlist where id <= (select id from beta_waitlist where email = who)'
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop function waitlist_position(email_address)`.execute(db)
  await db.schema.dropTable('beta_waitlist').execute()
}
