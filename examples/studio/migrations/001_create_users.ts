import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`create extension if not exists pgcrypto`.execute(db)

  await db.schema
    .createTable('users')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('email', 'varchar(255)', (col) => col.notNull())
    .addColumn('full_name', 'varchar(120)', (col) => col.notNull())
    .addColumn('password_hash', 'varchar(255)')
    .addColumn('locale', 'varchar(12)', (col) => col.notNull().defaultTo('en'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()

  await db.schema
    .createIndex('users_email_lower_key')
    .unique()
    .on('users')
    .expression(sql`lower(email)`)
    .execute()

  // the account that owns everything the application does by itself
  await db
    .insertInto('users')
    .values({ id: 1, email: 'house@studio.example', full_name: 'The House' })
    .execute()
  await sql`alter sequence users_id_seq restart with 100`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('users').execute()
}
