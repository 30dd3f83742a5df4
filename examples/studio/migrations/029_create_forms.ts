import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('forms')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('slug', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('title', 'varchar(160)', (col) => col.notNull())
    .addColumn('intro', 'text', (col) => col.notNull().defaultTo(''))
    .addColumn('open', 'boolean', (col) => col.notNull().defaultTo(true))
    .addColumn('created_by', 'integer', (col) => col.references('users.id'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()

  await db.schema
    .createTable('form_fields')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('form_id', 'uuid', (col) => col.notNull().references('forms.id').onDelete('cascade'))
    .addColumn('position', 'smallint', (col) => col.notNull())
    .addColumn('name', 'varchar(60)', (col) => col.notNull())
    .addColumn('kind', 'varchar(20)', (col) => col.notNull().defaultTo('text'))
    .addColumn('required', 'boolean', (col) => col.notNull().defaultTo(false))
    .addColumn('choices', sql`text[]`)
    .addUniqueConstraint('form_fields_form_id_name_key', ['form_id', 'name'])
    .addCheckConstraint('form_fields_choices_check', sql`(kind = 'choice') = (choices is not null)`)
    .execute()

  const form = await db
    .insertInto('forms')
    .values({ slug: 'residency', title: 'Residency application', created_by: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const contact = await db
    .insertInto('forms')
    .values({ slug: 'contact', title: 'Write to us', intro: 'We answer\nwithin a week.' })
    .returning('id')
    .executeTakeFirstOrThrow()

  await db
    .insertInto('form_fields')
    .values([
      { form_id: form.id, position: 1, name: 'statement', kind: 'long-text', required: true },
      { form_id: form.id, position: 2, name: 'months', kind: 'number', required: true },
      {
        form_id: form.id,
        position: 3,
        name: 'technique',
        kind: 'choice',
        choices: ['etching', 'letterpress, small', 'other "special"', ''],
      },
      { form_id: contact.id, position: 1, name: 'message', kind: 'long-text', required: true },
    ])
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('form_fields').execute()
  await db.schema.dropTable('forms').execute()
}
