import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('editions')
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('restrict'),
    )
    .addColumn('number', 'integer', (col) => col.notNull())
    .addColumn('size', 'integer', (col) => col.notNull().defaultTo(1))
    .addColumn('artist_proofs', 'integer', (col) => col.notNull().defaultTo(0))
    .addColumn('net_price', 'numeric(12, 2)', (col) => col.notNull().defaultTo(0))
    .addColumn('tax_rate', 'numeric(4, 3)', (col) => col.notNull().defaultTo(0.19))
    .addColumn('gross_price', 'numeric(12, 2)', (col) =>
      col.generatedAlwaysAs(sql`round(net_price * (1 + tax_rate), 2)`).stored(),
    )
    .addColumn('paper', 'varchar(20)')
    .addColumn('signed_on', 'date')
    .addPrimaryKeyConstraint('editions_pkey', ['artwork_id', 'number'])
    .addCheckConstraint('editions_paper_check', sql`paper in ('cotton', 'rag', 'newsprint')`)
    .addCheckConstraint('editions_size_check', sql`size > 0 and artist_proofs <= size`)
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('editions').execute()
}
