import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter type task_state rename value 'doing' to 'in_progress'`.execute(db)
  await sql`alter type task_state add value if not exists 'waiting' before 'done'`.execute(db)
  await sql`alter type studio_status add value 'moving' after 'open'`.execute(db)
}

// Postgres can't take a label away again
export async function down(db: Kysely<any>): Promise<void> {
  await sql`alter type task_state rename value 'in_progress' to 'doing'`.execute(db)
}
