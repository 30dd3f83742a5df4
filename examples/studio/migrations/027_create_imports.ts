import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('import_jobs')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('source', 'varchar(30)', (col) => col.notNull())
    .addColumn('file_name', 'varchar(255)')
    .addColumn('state', 'varchar(12)', (col) =>
      col
        .notNull()
        .defaultTo('queued')
        .check(sql`state in ('queued', 'running', 'done', 'failed')`),
    )
    .addColumn('requested_by', 'integer', (col) => col.references('users.id'))
    .addColumn('started_at', 'timestamptz')
    .addColumn('finished_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()
  // one import of a source at a time
  await sql`create unique index import_jobs_one_running on import_jobs (source) where state = 'running'`.execute(
    db,
  )

  await db.schema
    .createTable('import_rows')
    .addColumn('job_id', 'uuid', (col) =>
      col.notNull().references('import_jobs.id').onDelete('cascade'),
    )
    .addColumn('line', 'integer', (col) => col.notNull())
    .addColumn('raw', 'jsonb', (col) => col.notNull())
    .addColumn('problems', sql`text[]`)
    .addColumn('artwork_id', 'uuid')
    .addPrimaryKeyConstraint('import_rows_pkey', ['job_id', 'line'])
    .execute()

  await db.schema
    .createTable('import_mappings')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('source', 'varchar(30)', (col) => col.notNull())
    .addColumn('from_column', 'varchar(80)', (col) => col.notNull())
    .addColumn('to_column', 'varchar(80)', (col) => col.notNull())
    .addColumn('transform', 'jsonb')
    .addUniqueConstraint('import_mappings_source_from_key', ['source', 'from_column'])
    .execute()

  await sql`
    create function notify_import_row() returns trigger as $$
    begin
      perform pg_notify('import_rows', new.job_id::text);
      return null;
    end
    $$ language plpgsql;
    create trigger import_rows_notify after insert on import_rows
      for each row execute function notify_import_row();
  `.execute(db)

  await db
    .insertInto('import_mappings')
    .values([
      { source: 'spreadsheet', from_column: 'Titel', to_column: 'title' },
      {
        source: 'spreadsheet',
        from_column: 'Höhe (cm)',
        to_column: 'height_cm',
        transform: JSON.stringify({ replace: [',', '.'], trim: true }),
      },
      { source: 'museum-xml', from_column: 'dc:title/@lang="en"', to_column: 'title' },
    ])
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('import_mappings').execute()
  await db.schema.dropTable('import_rows').execute()
  await db.schema.dropTable('import_jobs').execute()
  await sql`drop function notify_import_row()`.execute(db)
}
