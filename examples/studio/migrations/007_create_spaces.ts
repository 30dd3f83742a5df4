import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('spaces')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('studio_id', 'integer', (col) =>
      col.notNull().references('studios.id').onDelete('cascade'),
    )
    .addColumn('name', 'varchar(80)', (col) => col.notNull())
    .addColumn('floor', 'smallint', (col) => col.notNull().defaultTo(0))
    .addColumn('area', 'numeric(8, 2)', (col) => col.check(sql`area > 0`))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addUniqueConstraint('spaces_studio_id_name_key', ['studio_id', 'name'])
    .execute()

  await db.schema.createIndex('spaces_studio_id_idx').on('spaces').column('studio_id').execute()

  await db.schema
    .createTable('workbenches')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('space_id', 'integer', (col) =>
      col.notNull().references('spaces.id').onDelete('cascade').onUpdate('cascade'),
    )
    .addColumn('label', 'varchar(40)', (col) => col.notNull())
    .addColumn('equipment', sql`text[]`, (col) => col.notNull().defaultTo(sql`'{}'::text[]`))
    .addColumn('out_of_order', 'boolean', (col) => col.notNull().defaultTo(false))
    .execute()

  await db
    .insertInto('spaces')
    .values([
      { studio_id: 1, name: 'Print shop', floor: 0, area: '64.50' },
      { studio_id: 1, name: 'Attic', floor: 3, area: '28.25' },
    ])
    .execute()
  await sql`
    insert into workbenches (space_id, label, equipment) values
      (1, 'Press 1', '{"etching press","hot plate"}'),
      (1, 'Press 2', '{"letterpress","{type cases}"}'),
      (2, 'Easel', '{}')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('workbenches').execute()
  await db.schema.dropTable('spaces').execute()
}
