import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('materials')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('name', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('family', 'varchar(20)', (col) => col.notNull())
    .addColumn('toxic', 'boolean', (col) => col.notNull().defaultTo(false))
    .addColumn('density', 'double precision')
    .addColumn('swatches', sql`varchar(7)[]`, (col) => col.notNull().defaultTo(sql`'{}'`))
    .addColumn('updated_at', 'timestamptz')
    .addCheckConstraint(
      'materials_family_check',
      sql`family in ('paint', 'paper', 'metal', 'clay', 'solvent')`,
    )
    .execute()

  await db.schema
    .createTable('artwork_materials')
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('cascade'),
    )
    .addColumn('material_id', 'integer', (col) => col.notNull().references('materials.id'))
    .addColumn('share', 'numeric(4, 3)', (col) => col.check(sql`share > 0 and share <= 1`))
    .addPrimaryKeyConstraint('artwork_materials_pkey', ['artwork_id', 'material_id'])
    .execute()

  // ids are printed on the shelf labels, so they are ours to choose
  await sql`
    insert into materials (id, name, family, toxic, density, swatches) values
      (1, 'Linseed oil', 'paint', false, 0.93, '{}'),
      (2, 'Lead white', 'paint', true, 6.7, '{#f5f3ea}'),
      (3, 'Rag paper', 'paper', false, null, '{#ffffff,#f0ead6}'),
      (4, 'Copper plate', 'metal', false, 8.96, '{#b87333}'),
      (5, 'Stoneware', 'clay', false, 2.3, '{}'),
      (6, 'Turps', 'solvent', true, 0.87, '{}')
  `.execute(db)

  await sql`create trigger materials_set_updated_at before update on materials
    for each row execute function set_updated_at()`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('artwork_materials').execute()
  await db.schema.dropTable('materials').execute()
}
