import type { Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('legacy_inventory').ifExists().execute()
}

// no way back, the spreadsheet is gone
export async function down(_db: Kysely<any>): Promise<void> {}
