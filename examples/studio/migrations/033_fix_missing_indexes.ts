import { type Kysely, sql } from 'kysely'

// The slow query log of one Monday.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createIndex('artwork_artists_artist_id_idx')
    .on('artwork_artists')
    .column('artist_id')
    .execute()
  await db.schema
    .createIndex('tasks_artwork_id_idx')
    .ifNotExists()
    .on('tasks')
    .column('artwork_id')
    .execute()
  await sql`create index tasks_title_prefix_idx on tasks (lower(title) text_pattern_ops)`.execute(
    db,
  )
  await sql`create index submissions_meta_idx on submissions using gin (meta jsonb_path_ops)`.execute(
    db,
  )
  await sql`create index comments_author_hash_idx on comments using hash (author_id)`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropIndex('tasks_artwork_id_idx').execute()
  await db.schema.dropIndex('artwork_artists_artist_id_idx').execute()
}
