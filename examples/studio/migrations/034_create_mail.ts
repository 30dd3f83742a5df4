import { type Kysely, sql } from 'kysely'

const FOOTER = `
--
{{studio}} · {{address}}
`

export async function up(db: Kysely<any>): Promise<void> {
  await sql`create domain email_address as citext
    constraint email_address_check check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$')`.execute(db)
  await db.schema.createType('mail_state').asEnum(['queued', 'sent', 'bounced']).execute()

  await db.schema
    .createTable('mail_templates')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('key', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('subject', 'varchar(200)', (col) => col.notNull())
    .addColumn('body', 'text', (col) => col.notNull())
    .addColumn('variables', sql`text[]`, (col) => col.notNull().defaultTo(sql`array[]::text[]`))
    .addColumn('updated_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()
  await sql`create trigger mail_templates_set_updated_at before update on mail_templates
    for each row execute function set_updated_at()`.execute(db)

  await db.schema
    .createTable('mail_messages')
    .addColumn('id', 'bigint', (col) => col.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('template_id', 'integer', (col) =>
      col.references('mail_templates.id').onDelete('set null'),
    )
    .addColumn('recipient', sql`email_address`, (col) => col.notNull())
    .addColumn('state', sql`mail_state`, (col) => col.notNull().defaultTo('queued'))
    .addColumn('context', 'jsonb', (col) => col.notNull().defaultTo('{}'))
    .addColumn('attempts', 'smallint', (col) => col.notNull().defaultTo(0))
    .addColumn('queued_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('sent_at', 'timestamptz')
    .addCheckConstraint('mail_messages_sent_check', sql`(state = 'sent') = (sent_at is not null)`)
    .execute()
  await sql`create index mail_messages_queue_idx on mail_messages (queued_at) where state = 'queued'`.execute(
    db,
  )

  await db
    .insertInto('mail_templates')
    .values([
      {
        key: 'welcome',
        subject: 'Welcome, {{name}} 👋',
        body: `Dear {{name}},\n\nyour bench is ready. It's "yours" until {{until}}.\n${FOOTER}`,
        variables: ['name', 'until', 'studio', 'address'],
      },
      {
        key: 'residency-accepted',
        subject: 'Your residency',
        body: '<p style="color:\'#333\'">Yes!</p>\r\n<!-- ${not_a_variable} \\n stays -->',
        variables: ['name'],
      },
      {
        key: 'poll-closed',
        subject: 'Poll closed: {{question}}',
        body: 'Result: 100% `{{option}}`',
      },
    ])
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('mail_messages').execute()
  await db.schema.dropTable('mail_templates').execute()
  await db.schema.dropType('mail_state').execute()
  await sql`drop domain email_address`.execute(db)
}
