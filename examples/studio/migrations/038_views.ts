import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createView('active_users')
    .as(
      db
        .selectFrom('users')
        .select(['id', 'email', 'full_name', 'locale'])
        .where('deleted_at', 'is', null),
    )
    .execute()

  await sql`
    create view public_gallery with (security_barrier = true) as
    select a.id, a.headline as title, a.medium, a.year_made, s.name as studio,
      (select count(*) from artwork_artists aa where aa.artwork_id = a.id) as artists
    from artworks a
    join studios s on s.id = a.studio_id
    where a.status in ('shown', 'sold') and s.status <> 'closed'
  `.execute(db)

  await sql`create view open_forms as select id, slug, title from forms where open with local check option`.execute(
    db,
  )
  await sql`create rule active_users_delete as on delete to active_users
    do instead update users set deleted_at = now() where users.id = old.id`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropView('open_forms').execute()
  await db.schema.dropView('public_gallery').execute()
  await db.schema.dropView('active_users').execute()
}
