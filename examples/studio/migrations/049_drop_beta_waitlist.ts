import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`drop function waitlist_position(email_address)`.execute(db)
  await sql`drop table beta_waitlist`.execute(db)
}

export async function down(): Promise<void> {
  throw new Error('The waiting list is gone')
}
