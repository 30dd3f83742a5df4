import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    update artworks a set current_version_id = v.id
    from versions v
    where v.artwork_id = a.id
      and v.revision = (select max(revision) from versions where artwork_id = a.id)
  `.execute(db)
}

export async function down(_db: Kysely<any>): Promise<void> {}
