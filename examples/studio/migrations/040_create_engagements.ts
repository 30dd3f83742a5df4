import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('engagement_kinds')
    .addColumn('id', 'smallint', (col) => col.primaryKey())
    .addColumn('name', 'varchar(40)', (col) => col.notNull())
    .addColumn('points', 'real', (col) => col.notNull().defaultTo(1))
    .execute()

  await db.schema
    .createTable('engagements')
    .addColumn('id', 'bigint', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('kind_id', 'smallint', (col) => col.notNull().references('engagement_kinds.id'))
    .addColumn('artwork_id', 'uuid', (col) => col.references('artworks.id').onDelete('cascade'))
    .addColumn('user_id', 'integer', (col) => col.references('users.id').onDelete('cascade'))
    .addColumn('visitor', 'varchar(64)')
    .addColumn('at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('ip', sql`inet`)
    .addCheckConstraint('engagements_who_check', sql`user_id is not null or visitor is not null`)
    .execute()
  // one like per person, any number of views: the upsert in likes.ts names this predicate
  await sql`create unique index engagements_like_key on engagements (artwork_id, user_id)
    where kind_id = 2 and user_id is not null`.execute(db)
  await db.schema
    .createIndex('engagements_artwork_at_idx')
    .on('engagements')
    .columns(['artwork_id', 'at desc'])
    .execute()

  await db
    .insertInto('engagement_kinds')
    .values([
      { id: 1, name: 'view', points: 0.1 },
      { id: 2, name: 'like', points: 1 },
      { id: 3, name: 'enquiry', points: 12.5 },
    ])
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('engagements').execute()
  await db.schema.dropTable('engagement_kinds').execute()
}
