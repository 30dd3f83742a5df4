import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('bookings')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('workbench_id', 'integer', (col) =>
      col.notNull().references('workbenches.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('during', sql`tstzrange`, (col) => col.notNull())
    .addColumn('cancelled_at', 'timestamptz')
    .addColumn('note', 'varchar(500)')
    .execute()

  // a bench as a range of one, so that btree_gist isn't needed
  await sql`
    alter table bookings add constraint bookings_no_overlap
      exclude using gist (int4range(workbench_id, workbench_id, '[]') with &&, during with &&)
      where (cancelled_at is null)
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('bookings').execute()
}
