import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create function slugify(value text) returns text language sql immutable strict parallel safe as $$
      select trim(both '-' from regexp_replace(lower(value), '[^a-z0-9]+', '-', 'g'))
    $$
  `.execute(db)
  await sql`create index artworks_slug_idx on artworks (slugify(title::text))`.execute(db)

  await sql`
    create function artworks_in_studio(studio integer) returns bigint language sql stable
    begin atomic
      select count(*) from artworks where studio_id = studio and status <> 'withdrawn';
    end
  `.execute(db)

  await sql`
    create function team_overview(min_members integer default 1, out team text, out members bigint)
    returns setof record language sql stable rows 20 as $$
      select t.name, count(m.user_id)
      from teams t left join team_members m on m.team_id = t.id
      group by t.id having count(m.user_id) >= min_members
    $$
  `.execute(db)

  await sql`
    create procedure close_stale_tasks(older_than interval default interval '1 year') language plpgsql as $$
    declare
      closed integer;
    begin
      update tasks set state = 'done', done_at = now()
      where state = 'todo' and created_at < now() - older_than;
      get diagnostics closed = row_count;
      raise notice '% closed', closed;
    end
    $$
  `.execute(db)

  await sql`
    create aggregate product(numeric) (
      sfunc = numeric_mul, stype = numeric, initcond = '1', parallel = safe
    )
  `.execute(db)
  await sql`comment on aggregate product(numeric) is 'sum(), but times'`.execute(db)
  await sql`comment on function slugify(text) is e'Turns "Any Title" into any-title.\nUsed by an index: never change the result.'`.execute(
    db,
  )
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop aggregate product(numeric)`.execute(db)
  await sql`drop procedure close_stale_tasks(interval)`.execute(db)
  await sql`drop function team_overview(integer)`.execute(db)
  await sql`drop function artworks_in_studio(integer)`.execute(db)
  await sql`drop index artworks_slug_idx`.execute(db)
  await sql`drop function slugify(text)`.execute(db)
}
