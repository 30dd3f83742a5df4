import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`grant select on public_gallery, open_forms to public`.execute(db)
  await sql`grant select (id, title, year_made) on artworks to public`.execute(db)
  await sql`grant usage on sequence export_number_seq to public`.execute(db)
  await sql`grant usage on schema reports to public`.execute(db)
  await sql`revoke execute on function write_audit_log() from public`.execute(db)
  await sql`revoke execute on procedure close_stale_tasks(interval) from public`.execute(db)

  await sql`comment on table artworks is 'What hangs, stands or lies around; one row per work, not per print'`.execute(
    db,
  )
  await sql`comment on column artworks.medium is 'Free text on purpose, see the "mediums" discussion'`.execute(
    db,
  )
  await sql`comment on column settings.value is 'It''s text, even for numbers'`.execute(db)
  await sql`comment on type studio_status is 'Where a studio is in its life'`.execute(db)
  await sql`comment on index helper_instances_one_active is 'ON CONFLICT of the helpers needs it'`.execute(
    db,
  )
  await sql`comment on view public_gallery is 'The only thing the website reads'`.execute(db)
  await sql`comment on trigger artworks_status_changed on artworks is 'Feeds the history page'`.execute(
    db,
  )
  await sql`comment on policy submissions_own on submissions is 'app.user_id is set per request'`.execute(
    db,
  )
}

export async function down(_db: Kysely<any>): Promise<void> {}
