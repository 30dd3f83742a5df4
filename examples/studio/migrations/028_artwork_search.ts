import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table artworks add column search tsvector
      generated always as (
        setweight(to_tsvector('english', headline), 'A') ||
        setweight(to_tsvector('english', coalesce(description, '')), 'B')
      ) stored
  `.execute(db)
  await sql`create index artworks_search_idx on artworks using gin (search)`.execute(db)
  await sql`create index artworks_attributes_idx on artworks using gin (attributes jsonb_path_ops)`.execute(
    db,
  )

  // The hosted database has pg_trgm, laptops mostly don't.
  const trigrams = await sql`select 1 from pg_extension where extname = 'pg_trgm'`.execute(db)
  if (trigrams.rows.length > 0) {
    await sql`create index artworks_headline_trgm_idx on artworks using gin (headline gin_trgm_ops)`.execute(
      db,
    )
  }
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropIndex('artworks_headline_trgm_idx').ifExists().execute()
  await db.schema.dropIndex('artworks_attributes_idx').execute()
  await db.schema.alterTable('artworks').dropColumn('search').execute()
}
