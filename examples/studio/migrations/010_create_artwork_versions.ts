import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('artwork_versions')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('artwork_id', 'uuid', (col) => col.notNull())
    .addColumn('edition_number', 'integer')
    .addColumn('revision', 'integer', (col) => col.notNull())
    .addColumn('changes', 'jsonb', (col) => col.notNull())
    .addColumn('image_sha', 'bytea')
    .addColumn('author_id', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addUniqueConstraint('artwork_versions_revision_key', ['artwork_id', 'revision'])
    .addForeignKeyConstraint(
      'artwork_versions_artwork_fk',
      ['artwork_id'],
      'artworks',
      ['id'],
      (fk) => fk.onDelete('cascade'),
    )
    .execute()

  await sql`
    alter table artwork_versions add constraint artwork_versions_edition_fk
      foreign key (artwork_id, edition_number) references editions (artwork_id, number)
      on update cascade on delete no action
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('artwork_versions').execute()
}
