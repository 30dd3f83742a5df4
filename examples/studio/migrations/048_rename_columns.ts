import type { Kysely } from 'kysely'

// "headline" was the word of one person who left.
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('artworks').renameColumn('headline', 'title').execute()
  await db.schema.alterTable('materials').renameColumn('family', 'category').execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('materials').renameColumn('category', 'family').execute()
  await db.schema.alterTable('artworks').renameColumn('title', 'headline').execute()
}
