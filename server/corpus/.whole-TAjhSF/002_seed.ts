import { type Kysely, sql } from 'kysely'

/** The rows that the old migrations left behind, generated from the database they built. */
export async function up(db: Kysely<any>): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute(up)
  db = db.withoutPlugins()
  const settings = {
    array_nulls: 'on',
    DateStyle: 'ISO, YMD',
    IntervalStyle: 'postgres',
    lc_monetary: 'C',
    TimeZone: 'UTC',
    xmloption: 'content',
  }
  const before = await sql<{ name: string; value: string }>`
    select name, current_setting(name) as value from unnest(${Object.keys(settings)}::text[]) name
  `.execute(db)
  for (const [name, value] of Object.entries(settings)) {
    await sql`select set_config(${name}, ${value}, true)`.execute(db)
  }

  await sql`ALTER TABLE "studio"."artists" DISABLE TRIGGER "artists_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."events_2024_rest" DISABLE TRIGGER "events_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."events_rest" DISABLE TRIGGER "events_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."works" DISABLE TRIGGER "works_audit"`.execute(db)
  await sql`ALTER TABLE "studio"."artists" NO FORCE ROW LEVEL SECURITY`.execute(db)
  await sql`INSERT INTO "archive"."people" ("id", "n", "name") VALUES
  (1, 1, 'x'),
  (2, 2, 'y')`.execute(db)
  await sql`INSERT INTO "studio"."artists" ("id", "number", "email", "name", "mood", "moods", "frame", "best", "span", "spans", "codes", "ticket", "attributes", "data", "born", "seen_at", "since", "span_of_life", "mentor_id", "updated_at") OVERRIDING SYSTEM VALUE VALUES
  (100, 1, 'a@example.org', 'Vasco', 'calm', '{calm,wild}', NULL, '99.00', '[1,5)', NULL, NULL, 'T15', '"a"=>"1"', '{"a": [1, 2]}', NULL, '2026-11-23 11:28:03.907+00', '2024-01-01 00:00:00+00', NULL, NULL, '2026-11-23 11:28:03.907159+00'),
  (110, 2, 'b@example.org', 'Ines', 'calm', '{calm,wild}', NULL, '99.00', '[1,5)', NULL, NULL, 'T20', '"a"=>"1"', '{"a": [1, 2]}', NULL, '2026-11-23 11:28:03.907+00', '2024-01-01 00:00:00+00', NULL, 100, '2026-11-23 11:28:03.907159+00')`.execute(db)
  await sql`INSERT INTO "studio"."events_2024_rest" ("id", "happened_at", "kind", "artist_id") VALUES
  (2, '2024-06-01 00:00:00+00', 'other', 110)`.execute(db)
  await sql`INSERT INTO "studio"."events_2024_seen" ("id", "happened_at", "kind", "artist_id") VALUES
  (1, '2024-05-01 00:00:00+00', 'seen', 100)`.execute(db)
  await sql`INSERT INTO "studio"."events_rest" ("kind", "artist_id", "id", "happened_at") VALUES
  ('seen', NULL, 3, '2030-01-01 00:00:00+00')`.execute(db)
  await sql`INSERT INTO "studio"."films" ("id", "title", "minutes") VALUES
  (2, 'a film', 90)`.execute(db)
  await sql`INSERT INTO "studio"."media" ("id", "title") VALUES
  (1, 'a song')`.execute(db)
  await sql`INSERT INTO "studio"."works" ("id", "artist_id", "title", "width", "height", "state", "tags", "during", "room") VALUES
  ('00000000-0000-0000-0000-000000000001', 100, 'Dawn', '10', '20.50', 'shown', '{}', '["2024-01-01 00:00:00+00","2024-02-01 00:00:00+00")', 1),
  ('00000000-0000-0000-0000-000000000002', 110, 'Dusk', '12', '21.50', 'sold', '{}', '["2024-02-01 00:00:00+00","2024-03-01 00:00:00+00")', 1)`.execute(db)
  await sql`SET CONSTRAINTS "studio"."artists_mentor" IMMEDIATE`.execute(db)
  await sql`ALTER TABLE "studio"."artists" FORCE ROW LEVEL SECURITY`.execute(db)
  await sql`ALTER TABLE "studio"."artists" ENABLE TRIGGER "artists_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."events_2024_rest" ENABLE TRIGGER "events_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."events_rest" ENABLE TRIGGER "events_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."works" ENABLE ALWAYS TRIGGER "works_audit"`.execute(db)
  await sql`SET CONSTRAINTS "studio"."artists_mentor" DEFERRED`.execute(db)
  await sql`SELECT pg_catalog.setval('"archive"."users_id_seq"'::pg_catalog.regclass, 2, true)`.execute(db)
  await sql`SELECT pg_catalog.setval('"studio"."artists_number_seq"'::pg_catalog.regclass, 2, true)`.execute(db)
  await sql`SELECT pg_catalog.setval('"studio"."countdown"'::pg_catalog.regclass, -2, true)`.execute(db)
  await sql`SELECT pg_catalog.setval('"studio"."ticket_numbers"'::pg_catalog.regclass, 20, true)`.execute(db)
  await sql`SELECT pg_catalog.setval('"archive"."users_n_seq"'::pg_catalog.regclass, 2, true)`.execute(db)
  await sql`SELECT pg_catalog.setval('"studio"."artists_id_seq"'::pg_catalog.regclass, 110, true)`.execute(db)
  await sql`REFRESH MATERIALIZED VIEW "studio"."per_state"`.execute(db)

  for (const { name, value } of before.rows) {
    await sql`select set_config(${name}, ${value}, true)`.execute(db)
  }
}

export async function down(): Promise<void> {
  throw new Error('A seed has nothing before it to go back to.')
}
