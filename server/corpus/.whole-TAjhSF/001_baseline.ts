import { type Kysely, sql } from 'kysely'

/** The whole schema as one migration, generated from the database that the old migrations built. */
export async function up(db: Kysely<any>): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute(up)
  db = db.withoutPlugins()
  const roles = [
    'corpus_owner',
    'corpus_reader',
  ]
  const lacking = await sql<{ role: string }>`
    select role from unnest(${roles}::text[]) role where not exists (
      select from pg_catalog.pg_roles where rolname = role)
  `.execute(db)
  if (lacking.rows.length > 0) {
    const names = lacking.rows.map(({ role }) => role).join(', ')
    throw new Error(`This server lacks roles that the baseline names: ${names}. Create them first.`)
  }
  const settings = {
    check_function_bodies: 'off',
    search_path: '"public"',
  }
  const before = await sql<{ name: string; value: string }>`
    select name, current_setting(name) as value from unnest(${Object.keys(settings)}::text[]) name
  `.execute(db)
  for (const [name, value] of Object.entries(settings)) {
    await sql`select set_config(${name}, ${value}, true)`.execute(db)
  }

  // Schemas
  await db.schema.createSchema('archive')
    .execute()
  await db.schema.createSchema('studio')
    .execute()

  // Extensions
  await sql`CREATE EXTENSION "btree_gist" WITH SCHEMA "public"`.execute(db)
  await sql`CREATE EXTENSION "citext" WITH SCHEMA "public"`.execute(db)
  await sql`CREATE EXTENSION "hstore" WITH SCHEMA "archive"`.execute(db)
  await sql`CREATE EXTENSION "pg_trgm" WITH SCHEMA "studio"`.execute(db)

  // Enum types
  await db.schema.createType('studio.mood').asEnum(['calm', 'bright', 'wild', 'sad'])
    .execute()

  // Domains
  await sql`CREATE DOMAIN studio.email AS public.citext COLLATE pg_catalog."C" CONSTRAINT "email_not_null" NOT NULL CONSTRAINT "email_has_at" CHECK ((VALUE OPERATOR(public.~) '@'::public.citext))`.execute(db)
  await sql`CREATE DOMAIN studio.score AS numeric(5,2) DEFAULT 1.5 CONSTRAINT "score_range" CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)))`.execute(db)
  await sql`CREATE DOMAIN studio.high_score AS studio.score DEFAULT 1.5 CONSTRAINT "high_score_high" CHECK (((VALUE)::numeric > (50)::numeric))`.execute(db)

  // Composite types
  await sql`CREATE TYPE studio.dimensions AS ("width" numeric(6,2), "height" numeric(6,2), "label" text COLLATE pg_catalog."C")`.execute(db)
  await sql`CREATE TYPE studio.frame AS ("inner_size" studio.dimensions, "moods" studio.mood[])`.execute(db)
  await sql`CREATE TYPE studio.point_like AS ("x" integer, "y" integer)`.execute(db)

  // Range types
  await sql`CREATE TYPE studio.code_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops, COLLATION = pg_catalog."C", MULTIRANGE_TYPE_NAME = studio.code_multirange)`.execute(db)

  // Sequences
  await sql`CREATE SEQUENCE "archive"."users_id_seq" AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE`.execute(db)
  await sql`CREATE SEQUENCE "studio"."artists_number_seq" AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE`.execute(db)
  await sql`CREATE SEQUENCE "studio"."countdown" AS bigint INCREMENT BY -1 MINVALUE -100 MAXVALUE -1 START WITH -1 CACHE 1 NO CYCLE`.execute(db)
  await sql`CREATE SEQUENCE "studio"."ticket_numbers" AS integer INCREMENT BY 5 MINVALUE 5 MAXVALUE 50000 START WITH 10 CACHE 3 CYCLE`.execute(db)

  // Functions
  await sql`CREATE FUNCTION studio.audit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin return null; end $function$`.execute(db)
  await sql`CREATE FUNCTION studio.found(pattern text)
 RETURNS TABLE(id uuid, title text)
 LANGUAGE sql
 STABLE ROWS 20
AS $function$ select id, title from studio.works where title ~ pattern $function$`.execute(db)
  await sql`CREATE FUNCTION studio.next_ticket()
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'studio', 'pg_temp'
AS $function$ begin return 'T' || nextval('ticket_numbers'); end $function$`.execute(db)
  await sql`CREATE FUNCTION studio.numeric_dif(a numeric, b numeric)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$ select (a - b)::float8 $function$`.execute(db)

  // Range types
  await sql`CREATE TYPE studio.price_range AS RANGE (SUBTYPE = numeric, SUBTYPE_OPCLASS = pg_catalog.numeric_ops, SUBTYPE_DIFF = studio.numeric_dif, MULTIRANGE_TYPE_NAME = studio.price_spans)`.execute(db)

  // Functions
  await sql`CREATE FUNCTION studio.slug(t text, separator text DEFAULT '-'::text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ select lower(regexp_replace(trim(t), '\\W+', separator, 'g')) $function$`.execute(db)
  await sql`CREATE FUNCTION studio.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin new.updated_at := now(); return new; end $function$`.execute(db)

  // Procedures
  await sql`CREATE PROCEDURE studio.tidy(INOUT changed integer DEFAULT 0)
 LANGUAGE plpgsql
AS $procedure$ begin changed := changed + 1; end $procedure$`.execute(db)

  // Aggregates
  await sql`CREATE AGGREGATE "studio"."least_of"(VARIADIC integer[]) (
  SFUNC = pg_catalog.array_cat,
  STYPE = integer[],
  FINALFUNC_MODIFY = READ_ONLY,
  INITCOND = '{}',
  PARALLEL = UNSAFE
)`.execute(db)
  await sql`CREATE AGGREGATE "studio"."product"(numeric) (
  SFUNC = pg_catalog.numeric_mul,
  STYPE = numeric,
  FINALFUNC_MODIFY = READ_ONLY,
  COMBINEFUNC = pg_catalog.numeric_mul,
  INITCOND = '1',
  PARALLEL = SAFE
)`.execute(db)

  // Tables
  await db.schema
    .createTable('archive.people')
    .addColumn('id', 'bigint', (col) => col.defaultTo(sql`nextval('archive.users_id_seq'::regclass)`).modifyEnd(sql`CONSTRAINT "users_id_not_null" NOT NULL`))
    .addColumn('n', 'integer', (col) => col.modifyEnd(sql`GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME "archive"."users_n_seq" START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1)`).modifyEnd(sql`CONSTRAINT "users_n_not_null" NOT NULL`))
    .addColumn('name', 'text')
    .addPrimaryKeyConstraint('users_pkey', ['id'])
    .addUniqueConstraint('users_name_key', ['name'])
    .addCheckConstraint('users_n_check', sql`(n > 0)`)
    .execute()
  await db.schema
    .createTable('studio.artists')
    .addColumn('id', 'bigint', (col) => col.modifyEnd(sql`GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "studio"."artists_id_seq" START WITH 100 INCREMENT BY 10 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1)`).notNull())
    .addColumn('number', 'integer', (col) => col.defaultTo(sql`nextval('studio.artists_number_seq'::regclass)`).notNull())
    .addColumn('email', sql`studio.email`)
    .addColumn('name', sql`character varying(120) COLLATE pg_catalog."C"`, (col) => col.defaultTo(sql`'it''s anonymous'::character varying`).notNull())
    .addColumn('mood', sql`studio.mood`, (col) => col.defaultTo(sql`'calm'::studio.mood`).notNull())
    .addColumn('moods', sql`studio.mood[]`, (col) => col.defaultTo(sql`'{calm,wild}'::studio.mood[]`).notNull())
    .addColumn('frame', sql`studio.frame`)
    .addColumn('best', sql`studio.high_score`, (col) => col.defaultTo(99))
    .addColumn('span', sql`studio.price_range`, (col) => col.defaultTo(sql`'[1,5)'::studio.price_range`))
    .addColumn('spans', sql`studio.price_spans`)
    .addColumn('codes', sql`studio.code_range`)
    .addColumn('ticket', 'text', (col) => col.defaultTo(sql`studio.next_ticket()`))
    .addColumn('attributes', sql`archive.hstore`, (col) => col.defaultTo(sql`'"a"=>"1"'::archive.hstore`))
    .addColumn('data', sql`jsonb COMPRESSION pglz`, (col) => col.defaultTo(sql`'{"a": [1, 2]}'::jsonb`).notNull())
    .addColumn('born', 'date')
    .addColumn('seen_at', 'timestamptz(3)', (col) => col.defaultTo(sql`now()`))
    .addColumn('since', 'timestamptz', (col) => col.defaultTo(sql`'2024-01-01 00:00:00+00'::timestamp with time zone`))
    .addColumn('span_of_life', sql`interval day to second(0)`)
    .addColumn('mentor_id', 'bigint')
    .addColumn('updated_at', 'timestamptz', (col) => col.defaultTo(sql`CURRENT_TIMESTAMP`).notNull())
    .addPrimaryKeyConstraint('artists_pk', ['id'])
    .addUniqueConstraint('artists_email_once', ['email'])
    .execute()
  await sql`ALTER TABLE "studio"."artists" ENABLE ROW LEVEL SECURITY`.execute(db)
  await sql`ALTER TABLE "studio"."artists" FORCE ROW LEVEL SECURITY`.execute(db)

  // Columns
  await sql`ALTER TABLE ONLY "studio"."artists" ALTER COLUMN "born" SET (n_distinct='-0.5')`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."artists" ALTER COLUMN "name" SET STORAGE EXTERNAL`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."artists" ALTER COLUMN "name" SET STATISTICS 300`.execute(db)

  // Tables
  await db.schema
    .createTable('studio.drafts')
    .modifyFront(sql`unlogged`)
    .addColumn('id', 'bigint', (col) => col.notNull())
    .addColumn('body', 'text')
    .addColumn('place_room', 'integer')
    .addColumn('place_shelf', 'integer')
    .addPrimaryKeyConstraint('drafts_pkey', ['id'])
    .modifyEnd(sql`WITH (autovacuum_enabled='off')`)
    .execute()
  await sql`ALTER TABLE "studio"."drafts" REPLICA IDENTITY FULL`.execute(db)
  await db.schema
    .createTable('studio.events')
    .addColumn('id', 'bigint', (col) => col.notNull())
    .addColumn('happened_at', 'timestamptz', (col) => col.notNull())
    .addColumn('kind', 'text', (col) => col.defaultTo(sql`'seen'::text`).notNull())
    .addColumn('artist_id', 'bigint')
    .addForeignKeyConstraint('events_artist', ['artist_id'], 'studio.artists', ['id'])
    .modifyEnd(sql`PARTITION BY RANGE (happened_at)`)
    .execute()
  await sql`CREATE TABLE "studio"."events_2024" PARTITION OF "studio"."events" FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00')
PARTITION BY LIST (kind)`.execute(db)
  await sql`CREATE TABLE "studio"."events_2024_rest" PARTITION OF "studio"."events_2024" DEFAULT`.execute(db)
  await sql`CREATE TABLE "studio"."events_2024_seen" PARTITION OF "studio"."events_2024" FOR VALUES IN ('seen', 'heard')`.execute(db)
  await db.schema
    .createTable('studio.events_rest')
    .addColumn('kind', 'text', (col) => col.notNull())
    .addColumn('artist_id', 'bigint')
    .addColumn('id', 'bigint', (col) => col.notNull())
    .addColumn('happened_at', 'timestamptz', (col) => col.notNull())
    .execute()
  await sql`ALTER TABLE ONLY "studio"."events" ATTACH PARTITION "studio"."events_rest" DEFAULT`.execute(db)
  await db.schema
    .createTable('studio.media')
    .addColumn('id', 'bigint', (col) => col.notNull())
    .addColumn('title', 'text', (col) => col.defaultTo(sql`'untitled'::text`))
    .addCheckConstraint('media_title', sql`(title <> ''::text)`)
    .execute()
  await db.schema
    .createTable('studio.films')
    .addColumn('title', 'text', (col) => col.defaultTo(sql`'a film'::text`))
    .addColumn('minutes', 'integer')
    .addCheckConstraint('films_minutes', sql`(minutes > 0)`)
    .modifyEnd(sql`INHERITS (studio.media)`)
    .execute()
  await sql`CREATE TABLE "studio"."no columns" (

)`.execute(db)
  await db.schema
    .createTable('studio.places')
    .addColumn('room', 'integer', (col) => col.notNull())
    .addColumn('shelf', 'integer', (col) => col.notNull())
    .addPrimaryKeyConstraint('places_pk', ['room', 'shelf'])
    .execute()
  await db.schema
    .createTable('studio.players')
    .addColumn('id', 'bigint', (col) => col.notNull())
    .addColumn('team_id', 'bigint')
    .addPrimaryKeyConstraint('players_pkey', ['id'])
    .execute()
  await sql`CREATE TABLE "studio"."points" OF studio.point_like`.execute(db)
  await db.schema
    .createTable('studio.spread')
    .addColumn('id', 'bigint')
    .addColumn('note', 'text')
    .modifyEnd(sql`PARTITION BY HASH (id)`)
    .execute()
  await sql`CREATE TABLE "studio"."spread_0" PARTITION OF "studio"."spread" FOR VALUES WITH (modulus 2, remainder 0)`.execute(db)
  await sql`CREATE TABLE "studio"."spread_1" PARTITION OF "studio"."spread" FOR VALUES WITH (modulus 2, remainder 1)`.execute(db)
  await db.schema
    .createTable('studio.teams')
    .addColumn('id', 'bigint', (col) => col.notNull())
    .addColumn('captain_id', 'bigint')
    .addColumn('label', 'text')
    .addPrimaryKeyConstraint('teams_pkey', ['id'])
    .execute()

  // Functions
  await sql`CREATE FUNCTION studio.team_label(t studio.teams)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select 'team' $function$`.execute(db)

  // Tables
  await db.schema
    .createTable('studio.works')
    .addColumn('id', 'uuid', (col) => col.defaultTo(sql`gen_random_uuid()`).notNull())
    .addColumn('artist_id', 'bigint', (col) => col.notNull())
    .addColumn('title', 'text', (col) => col.notNull())
    .addColumn('slug', 'text', (col) => col.generatedAlwaysAs(sql`studio.slug(title)`).stored())
    .addColumn('width', 'numeric(10, 0)')
    .addColumn('height', 'numeric(10, 2)')
    .addColumn('state', 'varchar(20)', (col) => col.defaultTo(sql`'draft'::character varying`).notNull())
    .addColumn('tags', sql`text[]`, (col) => col.defaultTo(sql`'{}'::text[]`).notNull())
    .addColumn('during', sql`tstzrange`)
    .addColumn('room', 'integer')
    .addPrimaryKeyConstraint('works_pk', ['id'])
    .addCheckConstraint('works_size', sql`((width > (0)::numeric) AND (height > (0)::numeric))`)
    .addCheckConstraint('works_state', sql`((state)::text = ANY ((ARRAY['draft'::character varying, 'shown'::character varying, 'sold'::character varying])::text[]))`)
    .addForeignKeyConstraint('works_artist', ['artist_id'], 'studio.artists', ['id'], (key) => key.onDelete('cascade').onUpdate('cascade'))
    .modifyEnd(sql`WITH (fillfactor='80', toast.autovacuum_enabled='off')`)
    .execute()
  await sql`ALTER TABLE "studio"."works" ENABLE ROW LEVEL SECURITY`.execute(db)

  // Functions
  await sql`CREATE FUNCTION studio.count_works(wanted text DEFAULT 'draft'::text)
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM studio.works
   WHERE ((works.state)::text = count_works.wanted);
END`.execute(db)

  // Columns
  await sql`ALTER TABLE ONLY "studio"."events_2024" ALTER COLUMN "kind" SET DEFAULT 'seen'::text`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."events_2024_rest" ALTER COLUMN "kind" SET DEFAULT 'seen'::text`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."events_2024_seen" ALTER COLUMN "kind" SET DEFAULT 'of its own'::text`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."points" ALTER COLUMN "x" SET NOT NULL`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."points" ALTER COLUMN "y" SET NOT NULL`.execute(db)

  // Column defaults
  await sql`ALTER TABLE "studio"."teams" ALTER COLUMN "label" SET DEFAULT studio.team_label(NULL::studio.teams)`.execute(db)

  // Constraints
  await sql`ALTER TABLE "studio"."artists" ADD CONSTRAINT "artists_born" CHECK ((born > '1900-01-01'::date)) NO INHERIT`.execute(db)
  await sql`ALTER TABLE "studio"."artists" ADD CONSTRAINT "artists_mentor" FOREIGN KEY (mentor_id) REFERENCES studio.artists(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED`.execute(db)
  await sql`ALTER TABLE "studio"."drafts" ADD CONSTRAINT "drafts_place" FOREIGN KEY (place_room, place_shelf) REFERENCES studio.places(room, shelf) MATCH FULL ON DELETE RESTRICT NOT VALID`.execute(db)
  await sql`ALTER TABLE "studio"."events_2024_rest" ADD CONSTRAINT "events_2024_rest_pkey" PRIMARY KEY (id, happened_at, kind)`.execute(db)
  await sql`ALTER TABLE "studio"."events_2024_seen" ADD CONSTRAINT "events_2024_seen_pkey" PRIMARY KEY (id, happened_at, kind)`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."events_2024" ADD CONSTRAINT "events_2024_pkey" PRIMARY KEY (id, happened_at, kind)`.execute(db)
  await sql`ALTER INDEX "studio"."events_2024_pkey" ATTACH PARTITION "studio"."events_2024_rest_pkey"`.execute(db)
  await sql`ALTER INDEX "studio"."events_2024_pkey" ATTACH PARTITION "studio"."events_2024_seen_pkey"`.execute(db)
  await sql`ALTER TABLE "studio"."events_rest" ADD CONSTRAINT "events_rest_pkey" PRIMARY KEY (id, happened_at, kind)`.execute(db)
  await sql`ALTER TABLE ONLY "studio"."events" ADD CONSTRAINT "events_pk" PRIMARY KEY (id, happened_at, kind)`.execute(db)
  await sql`ALTER INDEX "studio"."events_pk" ATTACH PARTITION "studio"."events_2024_pkey"`.execute(db)
  await sql`ALTER INDEX "studio"."events_pk" ATTACH PARTITION "studio"."events_rest_pkey"`.execute(db)
  await sql`ALTER TABLE "studio"."players" ADD CONSTRAINT "players_team_id_fkey" FOREIGN KEY (team_id) REFERENCES studio.teams(id)`.execute(db)
  await sql`ALTER TABLE "studio"."points" ADD CONSTRAINT "points_pk" PRIMARY KEY (y)`.execute(db)
  await sql`ALTER TABLE "studio"."teams" ADD CONSTRAINT "teams_captain" FOREIGN KEY (captain_id) REFERENCES studio.players(id)`.execute(db)
  await sql`ALTER TABLE "studio"."works" ADD CONSTRAINT "works_height_small" CHECK ((height < (1000)::numeric)) NOT VALID`.execute(db)
  await sql`ALTER TABLE "studio"."works" ADD CONSTRAINT "works_one_room" EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (((state)::text <> 'draft'::text))`.execute(db)
  await sql`ALTER TABLE "studio"."works" ADD CONSTRAINT "works_title_once" UNIQUE (artist_id, title) INCLUDE (state) DEFERRABLE`.execute(db)

  // Indexes
  await db.schema
    .createIndex('artists_number')
    .unique()
    .on('studio.artists')
    .columns(['number'])
    .execute()
  await db.schema
    .createIndex('events_2024_rest_kind_idx')
    .on('studio.events_2024_rest')
    .columns(['kind'])
    .execute()
  await db.schema
    .createIndex('events_2024_seen_kind_idx')
    .on('studio.events_2024_seen')
    .columns(['kind'])
    .execute()
  await sql`CREATE INDEX events_2024_kind_idx ON ONLY studio.events_2024 USING btree (kind)`.execute(db)
  await sql`ALTER INDEX "studio"."events_2024_kind_idx" ATTACH PARTITION "studio"."events_2024_rest_kind_idx"`.execute(db)
  await sql`ALTER INDEX "studio"."events_2024_kind_idx" ATTACH PARTITION "studio"."events_2024_seen_kind_idx"`.execute(db)
  await sql`CREATE INDEX events_artist ON ONLY studio.events USING btree (artist_id)`.execute(db)
  await db.schema
    .createIndex('events_rest_kind_idx')
    .on('studio.events_rest')
    .columns(['kind'])
    .execute()
  await sql`CREATE INDEX events_kind ON ONLY studio.events USING btree (kind)`.execute(db)
  await sql`ALTER INDEX "studio"."events_kind" ATTACH PARTITION "studio"."events_2024_kind_idx"`.execute(db)
  await sql`ALTER INDEX "studio"."events_kind" ATTACH PARTITION "studio"."events_rest_kind_idx"`.execute(db)
  await db.schema
    .createIndex('spread_0_by_id')
    .on('studio.spread_0')
    .columns(['id'])
    .execute()
  await db.schema
    .createIndex('spread_1_by_id')
    .on('studio.spread_1')
    .columns(['id'])
    .execute()
  await sql`CREATE INDEX spread_id ON ONLY studio.spread USING btree (id)`.execute(db)
  await sql`ALTER INDEX "studio"."spread_id" ATTACH PARTITION "studio"."spread_0_by_id"`.execute(db)
  await sql`ALTER INDEX "studio"."spread_id" ATTACH PARTITION "studio"."spread_1_by_id"`.execute(db)
  await sql`CREATE INDEX works_brin ON studio.works USING brin (id) WITH (pages_per_range='16')`.execute(db)
  await db.schema
    .createIndex('works_during')
    .on('studio.works')
    .using('gist')
    .columns(['during'])
    .execute()
  await sql`CREATE UNIQUE INDEX works_open ON studio.works USING btree (lower(title), room DESC NULLS LAST) INCLUDE (height) WHERE ((state)::text = ANY ((ARRAY['draft'::character varying, 'shown'::character varying])::text[]))`.execute(db)
  await sql`CREATE INDEX works_pattern ON studio.works USING btree (title COLLATE "C" text_pattern_ops) WITH (fillfactor='70')`.execute(db)
  await db.schema
    .createIndex('works_room')
    .on('studio.works')
    .using('hash')
    .columns(['room'])
    .execute()
  await sql`CREATE INDEX works_slugs ON studio.works USING btree (studio.slug(title, '_'::text), upper(title))`.execute(db)
  await db.schema
    .createIndex('works_spgist')
    .on('studio.works')
    .using('spgist')
    .columns(['title'])
    .execute()
  await sql`CREATE INDEX works_title_trigrams ON studio.works USING gin (title studio.gin_trgm_ops) WITH (fastupdate=off)`.execute(db)

  // Views
  await sql`CREATE VIEW "studio"."shown_works" WITH (security_barrier=true, check_option=cascaded) AS
 SELECT id,
    title,
    artist_id,
    state
   FROM studio.works
  WHERE ((state)::text = ANY ((ARRAY['shown'::character varying, 'sold'::character varying])::text[]))`.execute(db)

  // Column defaults
  await sql`ALTER TABLE "studio"."shown_works" ALTER COLUMN "title" SET DEFAULT 'untitled'::text`.execute(db)

  // Views
  await sql`CREATE VIEW "studio"."makers" AS
 SELECT a.name AS maker,
    count(*) AS works
   FROM (studio.artists a
     JOIN studio.shown_works w ON ((w.artist_id = a.id)))
  GROUP BY a.id
 HAVING (count(*) > 0)`.execute(db)

  // Materialized views
  await sql`CREATE MATERIALIZED VIEW "studio"."per_state" WITH (fillfactor=90) AS
 SELECT state,
    count(*) AS works
   FROM studio.works
  GROUP BY state
WITH NO DATA`.execute(db)

  // Indexes
  await db.schema
    .createIndex('per_state_state')
    .unique()
    .on('studio.per_state')
    .columns(['state'])
    .execute()

  // Materialized views
  await sql`CREATE MATERIALIZED VIEW "studio"."later" AS
 SELECT works
   FROM studio.per_state
WITH NO DATA`.execute(db)

  // Rules
  await sql`CREATE RULE drafts_keep AS
    ON DELETE TO studio.drafts
   WHERE (old.id < 10) DO INSTEAD NOTHING`.execute(db)
  await sql`CREATE RULE drafts_log AS
    ON UPDATE TO studio.drafts DO ( INSERT INTO studio.places (room, shelf)
  VALUES (new.place_room, new.place_shelf);

 NOTIFY drafts;
)`.execute(db)
  await sql`CREATE RULE makers_insert AS
    ON INSERT TO studio.makers DO INSTEAD  INSERT INTO studio.media (id, title)
  VALUES (1, new.maker)
  RETURNING (media.title)::character varying AS title,
    media.id`.execute(db)

  // Triggers
  await sql`CREATE TRIGGER artists_audit AFTER INSERT OR DELETE OR TRUNCATE ON studio.artists FOR EACH STATEMENT EXECUTE FUNCTION studio.audit()`.execute(db)
  await sql`CREATE TRIGGER artists_touch BEFORE UPDATE OF name, mood ON studio.artists FOR EACH ROW WHEN (((old.name)::text IS DISTINCT FROM (new.name)::text)) EXECUTE FUNCTION studio.touch('a', 'it''s', 'back\\slash')`.execute(db)
  await sql`CREATE TRIGGER events_touch AFTER UPDATE ON studio.events FOR EACH ROW EXECUTE FUNCTION studio.audit()`.execute(db)
  await sql`CREATE TRIGGER shown_insert INSTEAD OF INSERT ON studio.shown_works FOR EACH ROW EXECUTE FUNCTION studio.audit()`.execute(db)
  await sql`CREATE TRIGGER works_audit AFTER UPDATE ON studio.works REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION studio.audit()`.execute(db)
  await sql`CREATE CONSTRAINT TRIGGER works_late AFTER INSERT ON studio.works FROM studio.artists DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION studio.audit()`.execute(db)

  // Row-level security policies
  await sql`CREATE POLICY "artists_all" ON "studio"."artists" AS PERMISSIVE FOR ALL TO PUBLIC USING (true)`.execute(db)
  await sql`CREATE POLICY "works_narrow" ON "studio"."works" AS RESTRICTIVE FOR SELECT TO PUBLIC USING (((state)::text <> 'draft'::text))`.execute(db)
  await sql`CREATE POLICY "works_own" ON "studio"."works" AS PERMISSIVE FOR UPDATE TO "corpus_reader" USING ((artist_id IN ( SELECT a.id
   FROM studio.artists a
  WHERE ((a.name)::text = CURRENT_USER)))) WITH CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'shown'::character varying])::text[])))`.execute(db)

  // Comments
  await sql`COMMENT ON AGGREGATE "studio"."product"(numeric) IS 'multiplies'`.execute(db)
  await sql`COMMENT ON COLUMN "studio"."dimensions"."width" IS 'across'`.execute(db)
  await sql`COMMENT ON CONSTRAINT "score_range" ON DOMAIN studio.score IS 'as said'`.execute(db)
  await sql`COMMENT ON EXTENSION "citext" IS 'letters of either case'`.execute(db)
  await sql`COMMENT ON FUNCTION "studio"."slug"(pg_catalog.text, pg_catalog.text) IS 'for addresses'`.execute(db)
  await sql`COMMENT ON INDEX "studio"."works_open" IS 'for the front page'`.execute(db)
  await sql`COMMENT ON INDEX "studio"."works_pk" IS 'the index of the key'`.execute(db)
  await sql`COMMENT ON MATERIALIZED VIEW "studio"."per_state" IS 'counted nightly'`.execute(db)
  await sql`COMMENT ON POLICY "works_own" ON "studio"."works" IS 'one''s own'`.execute(db)
  await sql`COMMENT ON PROCEDURE "studio"."tidy"(IN integer) IS 'nightly'`.execute(db)
  await sql`COMMENT ON RULE "drafts_keep" ON "studio"."drafts" IS 'kept'`.execute(db)
  await sql`COMMENT ON SCHEMA "studio" IS 'Where work is done'`.execute(db)
  await sql`COMMENT ON SEQUENCE "studio"."ticket_numbers" IS 'by fives'`.execute(db)
  await sql`COMMENT ON COLUMN "studio"."works"."title" IS 'as on the label'`.execute(db)
  await sql`COMMENT ON CONSTRAINT "works_size" ON "studio"."works" IS 'all are larger than nothing'`.execute(db)
  await sql`COMMENT ON TABLE "studio"."works" IS 'What was made
-- and */ sold'`.execute(db)
  await sql`COMMENT ON TRIGGER "works_late" ON "studio"."works" IS 'at commit'`.execute(db)
  await sql`COMMENT ON TYPE studio.mood IS 'How it feels'`.execute(db)
  await sql`COMMENT ON TYPE studio.score IS 'From 0 to 100'`.execute(db)
  await sql`COMMENT ON VIEW "studio"."makers" IS 'who made them'`.execute(db)

  // Sequences
  await sql`ALTER SEQUENCE "archive"."users_id_seq" OWNED BY "archive"."people"."id"`.execute(db)
  await sql`ALTER SEQUENCE "studio"."artists_number_seq" OWNED BY "studio"."artists"."number"`.execute(db)
  await sql`ALTER SEQUENCE "studio"."countdown" OWNED BY "studio"."players"."id"`.execute(db)

  // Indexes
  await sql`ALTER TABLE "studio"."artists" REPLICA IDENTITY USING INDEX "artists_number"`.execute(db)
  await sql`ALTER TABLE "studio"."works" CLUSTER ON "works_pattern"`.execute(db)
  await sql`ALTER INDEX "studio"."works_slugs" ALTER COLUMN 2 SET STATISTICS 500`.execute(db)

  // Rules
  await sql`ALTER TABLE "studio"."drafts" DISABLE RULE "drafts_keep"`.execute(db)
  await sql`ALTER TABLE "studio"."drafts" ENABLE ALWAYS RULE "drafts_log"`.execute(db)

  // Triggers
  await sql`ALTER TABLE "studio"."artists" DISABLE TRIGGER "artists_audit"`.execute(db)
  await sql`ALTER TABLE "studio"."events_2024_seen" DISABLE TRIGGER "events_touch"`.execute(db)
  await sql`ALTER TABLE "studio"."works" ENABLE ALWAYS TRIGGER "works_audit"`.execute(db)
  await sql`ALTER TABLE "studio"."works" ENABLE REPLICA TRIGGER "works_late"`.execute(db)

  // Materialized views
  await sql`REFRESH MATERIALIZED VIEW "studio"."per_state"`.execute(db)

  // Owners
  await sql`ALTER FUNCTION "studio"."found"(pg_catalog.text) OWNER TO "corpus_owner"`.execute(db)
  await sql`ALTER TABLE "studio"."places" OWNER TO "corpus_owner"`.execute(db)
  await sql`ALTER TYPE studio.frame OWNER TO "corpus_owner"`.execute(db)

  // Privileges
  await sql`REVOKE ALL ON FUNCTION "studio"."next_ticket"() FROM PUBLIC`.execute(db)
  await sql`GRANT EXECUTE ON PROCEDURE "studio"."tidy"(IN integer) TO "corpus_reader"`.execute(db)
  await sql`REVOKE ALL ON SCHEMA "studio" FROM "corpus_reader"`.execute(db)
  await sql`GRANT USAGE ON SCHEMA "studio" TO "corpus_reader"`.execute(db)
  await sql`GRANT USAGE ON SEQUENCE "studio"."ticket_numbers" TO "corpus_reader"`.execute(db)
  await sql`GRANT SELECT ("id") ON TABLE "studio"."artists" TO "corpus_reader"`.execute(db)
  await sql`GRANT SELECT ("name"), UPDATE ("name") ON TABLE "studio"."artists" TO "corpus_reader"`.execute(db)
  await sql`REVOKE ALL ON TABLE "studio"."drafts" FROM CURRENT_USER`.execute(db)
  await sql`GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, UPDATE ON TABLE "studio"."drafts" TO CURRENT_USER`.execute(db)
  await sql`GRANT INSERT, SELECT ON TABLE "studio"."works" TO "corpus_reader" WITH GRANT OPTION`.execute(db)
  await sql`REVOKE ALL ON TYPE studio.mood FROM PUBLIC`.execute(db)
  await sql`GRANT SELECT ON TABLE "studio"."makers" TO PUBLIC`.execute(db)

  // Default privileges
  await sql`ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA "studio" REVOKE ALL ON TABLES FROM "corpus_reader"`.execute(db)
  await sql`ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA "studio" GRANT SELECT ON TABLES TO "corpus_reader"`.execute(db)
  await sql`ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER REVOKE ALL ON FUNCTIONS FROM PUBLIC`.execute(db)

  for (const { name, value } of before.rows) {
    await sql`select set_config(${name}, ${value}, true)`.execute(db)
  }
}

export async function down(): Promise<void> {
  throw new Error('A baseline has nothing before it to go back to.')
}
