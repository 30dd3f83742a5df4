import type { Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('spaces').renameTo('rooms').execute()
  await db.schema.alterTable('workbenches').renameColumn('space_id', 'room_id').execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('workbenches').renameColumn('room_id', 'space_id').execute()
  await db.schema.alterTable('rooms').renameTo('spaces').execute()
}
