import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('users')
    .addColumn('deleted_at', 'timestamptz')
    .addColumn('last_seen_at', 'timestamptz')
    .addColumn('terms_accepted_at', 'timestamptz', (col) => col.notNull().defaultTo('now()'))
    .execute()

  // an address may sign up again after its account was deleted
  await db.schema.dropIndex('users_email_lower_key').execute()
  await sql`create unique index users_email_lower_key on users (lower(email)) where deleted_at is null`.execute(
    db,
  )
  await sql`comment on column users.deleted_at is 'Set instead of deleting; rows go after 90 days'`.execute(
    db,
  )
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropIndex('users_email_lower_key').execute()
  await db.schema
    .alterTable('users')
    .dropColumn('deleted_at')
    .dropColumn('last_seen_at')
    .dropColumn('terms_accepted_at')
    .execute()
}
