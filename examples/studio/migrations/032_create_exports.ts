import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`create sequence export_number_seq as integer start with 5000 increment by 5 maxvalue 999995 cycle`.execute(
    db,
  )

  await db.schema
    .createTable('export_templates')
    .addColumn('id', 'integer', (col) => col.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('name', 'varchar(80)', (col) => col.notNull().unique())
    .addColumn('format', 'varchar(8)', (col) =>
      col.notNull().check(sql`format = any (array['csv', 'pdf', 'xlsx'])`),
    )
    .addColumn('columns', sql`text[]`, (col) => col.notNull())
    .addColumn('margins_mm', sql`numeric(4,1)[]`)
    .addColumn('logo', 'bytea')
    .execute()

  await db.schema
    .createTable('export_jobs')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('number', 'integer', (col) =>
      col
        .notNull()
        .defaultTo(sql`nextval('export_number_seq')`)
        .unique(),
    )
    .addColumn('template_id', 'integer', (col) =>
      col.notNull().references('export_templates.id').onDelete('restrict'),
    )
    .addColumn('requested_by', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('filter', 'jsonb', (col) => col.notNull().defaultTo(sql`'{}'::jsonb`))
    .addColumn('file_size', 'bigint')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('expires_at', 'timestamptz', (col) =>
      col.notNull().defaultTo(sql`now() + interval '7 days'`),
    )
    .execute()

  await sql`
    insert into export_templates (id, name, format, columns, margins_mm, logo) values
      (1, 'Catalogue', 'pdf', '{title,artist,"size, in cm"}', '{20.0,15.5,20.0,15.5}', '\\x89504e470d0a1a0a00ff'),
      (2, 'Price list', 'csv', '{title,gross_price}', null, null),
      (3, 'Insurance', 'xlsx', '{title,gross_price,room}', null, '\\x')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('export_jobs').execute()
  await db.schema.dropTable('export_templates').execute()
  await sql`drop sequence export_number_seq`.execute(db)
}
