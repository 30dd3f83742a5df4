import { type Kysely, sql } from 'kysely'

// Landing table for the spreadsheet of the old studio.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('legacy_inventory')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('sheet_row', 'integer')
    .addColumn('raw', 'json')
    .addColumn('loaded_at', 'timestamptz', (col) => col.defaultTo(sql`now()`))
    .execute()
  await db.schema
    .createIndex('legacy_inventory_sheet_row_idx')
    .on('legacy_inventory')
    .column('sheet_row')
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('legacy_inventory').execute()
}
