import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (col) => col.primaryKey())
    .addColumn('value', 'text', (col) => col.notNull())
    .addColumn('hint', 'text')
    .addColumn('options', 'jsonb')
    .addColumn('updated_at', 'timestamptz')
    .execute()

  await db
    .insertInto('settings')
    .values([
      { key: 'site.title', value: `The "North Light" Studio's site`, hint: null },
      {
        key: 'site.footer',
        value: 'First line\nSecond line\r\n\tThird, indented',
        hint: 'Plain text',
      },
      { key: 'import.path', value: 'C:\\new\\temp\\', hint: 'Backslashes matter \\o/' },
      { key: 'mail.greeting', value: 'Hello ${name}, `${team}` says hi', hint: 'Use ${name}' },
      { key: 'mail.signature', value: '— Zoë & the presses 🎨🖼️', hint: '' },
      { key: 'legal.notice', value: "*/ it's -- not a comment; $$ nor $1 %s", hint: null },
    ])
    .execute()
  await sql`
    insert into settings (key, value, options)
    values ('gallery.order', 'newest', '{"choices": ["newest", "oldest", "price"], "nested": {"depth": 1.50, "none": null}}')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('settings').execute()
}
