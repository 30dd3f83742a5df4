import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('artwork_versions').renameTo('versions').execute()
  await db.schema.alterTable('artworks').addColumn('current_version_id', 'bigint').execute()
  await sql`
    alter table artworks add constraint artworks_current_version_fk
      foreign key (current_version_id) references versions (id)
      on delete set null deferrable initially deferred
  `.execute(db)
  await sql`comment on constraint artworks_current_version_fk on artworks is
    'Deferred: an artwork and its first version are saved together'`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('artworks').dropColumn('current_version_id').execute()
  await db.schema.alterTable('versions').renameTo('artwork_versions').execute()
}
