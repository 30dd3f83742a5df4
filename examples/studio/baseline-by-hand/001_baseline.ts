import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely'

// One file instead of fifty. Written from looking at the tables, domain by domain.

const now = sql`now()`
const uuid = sql`gen_random_uuid()`
const emptyObject = sql`'{}'::jsonb`

// what Postgres calls a NOT NULL that was born under another table or column name
const named = (name: string) => (col: ColumnDefinitionBuilder) =>
  col.modifyEnd(sql`constraint ${sql.ref(name)} not null`)

export async function up(db: Kysely<any>): Promise<void> {
  await typesAndFunctions(db)
  await core(db)
  await hierarchy(db)
  await records(db)
  await actions(db)
  await events(db)
  await importsAndExports(db)
  await intake(db)
  await polls(db)
  await mail(db)
  await engagements(db)
  await helpers(db)
  await prices(db)
  await notes(db)
  await reports(db)
  await triggers(db)
  await commentsAndGrants(db)
}

async function typesAndFunctions(db: Kysely<any>): Promise<void> {
  await sql`create extension if not exists citext`.execute(db)

  await db.schema.createType('studio_status').asEnum(['planned', 'open', 'closed']).execute()
  await db.schema
    .createType('task_state')
    .asEnum(['todo', 'in_progress', 'done', 'waiting'])
    .execute()
  await db.schema.createType('poll_kind').asEnum(['single', 'multiple', 'ranked']).execute()
  await db.schema.createType('mail_state').asEnum(['queued', 'sent', 'bounced']).execute()
  await sql`create type postal_address as (street text, city varchar(80), postcode varchar(20))`.execute(
    db,
  )
  await sql`create domain email_address as citext
    constraint email_address_check check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$')`.execute(db)
  await sql`
    create domain amount as numeric(12,2) default 0
      constraint amount_not_negative check (value >= 0)
  `.execute(db)
  await sql`
    create function time_difference(a time, b time) returns double precision
      language sql immutable strict as 'select extract(epoch from a - b)::double precision';
    create type time_range as range (subtype = time);
  `.execute(db)

  await sql`
    create or replace function set_updated_at() returns trigger as $$
    begin
      new.updated_at = now();
      return new;
    end;
    $$ language plpgsql
  `.execute(db)
  await sql`
    create function slugify(value text) returns text language sql immutable as $$
      select trim(both '-' from regexp_replace(lower(value), '[^a-z0-9]+', '-', 'g'))
    $$
  `.execute(db)
}

async function core(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('email', 'varchar(255)', (col) => col.notNull())
    .addColumn('full_name', 'varchar(120)', (col) => col.notNull())
    .addColumn('password_hash', 'varchar(255)')
    .addColumn('locale', 'varchar(12)', (col) => col.notNull().defaultTo('en'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('updated_at', 'timestamptz')
    .addColumn('deleted_at', 'timestamptz')
    .addColumn('last_seen_at', 'timestamptz')
    .addColumn('terms_accepted_at', 'timestamptz', (col) => col.notNull().defaultTo('now()'))
    .addCheckConstraint('users_name_not_blank', sql`btrim(full_name) <> ''`)
    .execute()
  await db.schema
    .createIndex('users_email_lower_key')
    .unique()
    .on('users')
    .expression(sql`lower(email)`)
    .where(sql.ref('deleted_at'), 'is', null)
    .execute()

  await db.schema
    .createTable('teams')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('name', 'varchar(80)', (col) => col.notNull().unique())
    .addColumn('color', 'char(7)', (col) => col.notNull().defaultTo('#333333'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('updated_at', 'timestamptz')
    .addCheckConstraint('teams_color_check', sql`color ~ '^#[0-9a-f]{6}$'`)
    .execute()

  await db.schema
    .createTable('team_members')
    .addColumn('team_id', 'integer', (col) =>
      col.notNull().references('teams.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('joined_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('team_members_pkey', ['team_id', 'user_id'])
    .execute()

  await db.schema
    .createTable('roles')
    .addColumn('id', 'uuid', (col) => col.primaryKey())
    .addColumn('key', 'varchar(40)', (col) => col.notNull())
    .addColumn('label', 'varchar(80)', (col) => col.notNull())
    .addColumn('rank', 'smallint', (col) => col.notNull().defaultTo(0))
    .addColumn('permissions', 'jsonb', (col) => col.notNull().defaultTo(emptyObject))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('updated_at', 'timestamptz')
    .addUniqueConstraint('roles_key_unique', ['key'])
    .execute()

  await db.schema
    .createTable('user_roles')
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('role_id', 'uuid', (col) =>
      col.notNull().references('roles.id').onDelete('restrict'),
    )
    .addColumn('granted_by', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('granted_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('user_roles_pkey', ['user_id', 'role_id'])
    .execute()

  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (col) => col.primaryKey())
    .addColumn('value', 'text', (col) => col.notNull())
    .addColumn('hint', 'text')
    .addColumn('options', 'jsonb')
    .addColumn('updated_at', 'timestamptz')
    .execute()

  await db.schema
    .createTable('sessions')
    .addColumn('token', 'char(64)', (col) => col.primaryKey())
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('data', 'jsonb', (col) => col.notNull().defaultTo(emptyObject))
    .addColumn('expires_at', 'timestamptz', (col) => col.notNull())
    .execute()
  await sql`create index sessions_expires_idx on sessions (expires_at) with (fillfactor = 60)`.execute(
    db,
  )

  await db.schema
    .createTable('audit_log')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('table_name', 'text', (col) => col.notNull())
    .addColumn('operation', 'varchar(10)', (col) => col.notNull())
    .addColumn('old_row', 'jsonb')
    .addColumn('new_row', 'jsonb')
    .addColumn('at', 'timestamptz', (col) => col.notNull().defaultTo(sql`clock_timestamp()`))
    .execute()

  await sql`
    create function current_user_id() returns integer language sql stable
      as $$ select nullif(current_setting('app.user_id', true), '')::integer $$
  `.execute(db)
  await sql`
    create function team_overview(min_members integer default 1, out team text, out members bigint)
    returns setof record language sql stable rows 20 as $$
      select t.name, count(m.user_id)
      from teams t left join team_members m on m.team_id = t.id
      group by t.id having count(m.user_id) >= min_members
    $$
  `.execute(db)
  await db.schema
    .createView('active_users')
    .as(
      db
        .selectFrom('users')
        .select(['id', 'email', 'full_name', 'locale'])
        .where('deleted_at', 'is', null),
    )
    .execute()
  await sql`create rule active_users_delete as on delete to active_users
    do instead update users set deleted_at = now() where users.id = old.id`.execute(db)
}

async function hierarchy(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('studios')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('slug', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('name', 'varchar(160)', (col) => col.notNull())
    .addColumn('status', sql`studio_status`, (col) => col.notNull().defaultTo('planned'))
    .addColumn('address', sql`postal_address`)
    .addColumn('owner_id', 'integer', (col) =>
      col.notNull().defaultTo(1).references('users.id').onDelete('set default'),
    )
    .addColumn('opened_on', 'date')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('updated_at', 'timestamptz')
    .execute()

  // rooms were spaces once, and half of the names still say so
  await sql`create sequence spaces_id_seq as integer`.execute(db)
  await db.schema
    .createTable('rooms')
    .addColumn('id', 'integer', (col) =>
      named('spaces_id_not_null')(col.defaultTo(sql`nextval('spaces_id_seq')`)),
    )
    .addColumn('studio_id', 'integer', named('spaces_studio_id_not_null'))
    .addColumn('name', 'varchar(80)', named('spaces_name_not_null'))
    .addColumn('floor', 'smallint', (col) => named('spaces_floor_not_null')(col.defaultTo(0)))
    .addColumn('area', 'numeric(8, 2)')
    .addColumn('created_at', 'timestamptz', (col) =>
      named('spaces_created_at_not_null')(col.defaultTo(now)),
    )
    .addPrimaryKeyConstraint('spaces_pkey', ['id'])
    .addUniqueConstraint('spaces_studio_id_name_key', ['studio_id', 'name'])
    .addCheckConstraint('spaces_area_check', sql`area > 0`)
    .addForeignKeyConstraint('spaces_studio_id_fkey', ['studio_id'], 'studios', ['id'], (fk) =>
      fk.onDelete('cascade'),
    )
    .execute()
  await sql`alter sequence spaces_id_seq owned by rooms.id`.execute(db)
  await db.schema.createIndex('spaces_studio_id_idx').on('rooms').column('studio_id').execute()

  await db.schema
    .createTable('workbenches')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('room_id', 'integer', named('workbenches_space_id_not_null'))
    .addColumn('label', 'varchar(40)', (col) => col.notNull())
    .addColumn('equipment', sql`text[]`, (col) => col.notNull().defaultTo(sql`'{}'::text[]`))
    .addColumn('out_of_order', 'boolean', (col) => col.notNull().defaultTo(false))
    .addForeignKeyConstraint('workbenches_space_id_fkey', ['room_id'], 'rooms', ['id'], (fk) =>
      fk.onDelete('cascade').onUpdate('cascade'),
    )
    .execute()

  await db.schema
    .createTable('bookings')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('workbench_id', 'integer', (col) =>
      col.notNull().references('workbenches.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('during', sql`tstzrange`, (col) => col.notNull())
    .addColumn('cancelled_at', 'timestamptz')
    .addColumn('note', 'varchar(500)')
    .execute()

  await db.schema
    .createTable('studio_hours')
    .addColumn('studio_id', 'integer', (col) =>
      col.notNull().references('studios.id').onDelete('cascade'),
    )
    .addColumn('weekday', 'smallint', (col) => col.notNull())
    .addColumn('open', sql`time_range`, (col) => col.notNull())
    .addColumn('remark', 'text')
    .addPrimaryKeyConstraint('studio_hours_pkey', ['studio_id', 'weekday'])
    .addCheckConstraint('studio_hours_weekday_check', sql`weekday between 0 and 6`)
    .execute()
}

async function records(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('artists')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('user_id', 'integer', (col) =>
      col.unique().references('users.id').onDelete('set null'),
    )
    .addColumn('display_name', 'varchar(255)', (col) => col.notNull())
    .addColumn('biography', 'text', (col) => col.notNull().defaultTo(''))
    .addColumn('links', 'jsonb', (col) => col.notNull().defaultTo(sql`'[]'::jsonb`))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()

  await db.schema
    .createTable('artworks')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('studio_id', 'integer', (col) =>
      col.notNull().references('studios.id').onDelete('restrict'),
    )
    .addColumn('title', 'varchar(200)', named('artworks_headline_not_null'))
    .addColumn('description', 'text')
    .addColumn('medium', 'varchar(40)', (col) => col.notNull().defaultTo('other'))
    .addColumn('status', 'varchar(20)', (col) => col.notNull().defaultTo('draft'))
    .addColumn('year_made', 'integer')
    .addColumn('width_cm', 'numeric(7, 2)')
    .addColumn('height_cm', 'numeric(7, 2)')
    .addColumn('attributes', 'jsonb', (col) => col.notNull().defaultTo('{}'))
    .addColumn('created_by', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('updated_at', 'timestamptz')
    .addColumn('search', sql`tsvector`, (col) =>
      col
        .generatedAlwaysAs(
          sql`setweight(to_tsvector('english', title), 'A') ||
            setweight(to_tsvector('english', coalesce(description, '')), 'B')`,
        )
        .stored(),
    )
    .addColumn('current_version_id', 'bigint')
    .addCheckConstraint(
      'artworks_status_check',
      sql`status in ('draft', 'shown', 'sold', 'withdrawn')`,
    )
    .addCheckConstraint('artworks_year_check', sql`year_made between 1400 and 2200`)
    .execute()
  await db.schema.createIndex('artworks_headline_idx').on('artworks').column('title').execute()
  await db.schema
    .createIndex('artworks_studio_status_idx')
    .on('artworks')
    .columns(['studio_id', 'status'])
    .where('status', '<>', 'withdrawn')
    .execute()
  await db.schema
    .createIndex('artworks_search_idx')
    .on('artworks')
    .using('gin')
    .column('search')
    .execute()
  await sql`create index artworks_attributes_idx on artworks using gin (attributes jsonb_path_ops)`.execute(
    db,
  )
  await sql`create index artworks_slug_idx on artworks (slugify(title::text))`.execute(db)
  await sql`alter index artworks_slug_idx alter column 1 set statistics 300`.execute(db)
  await sql`alter table artworks alter column title set statistics 500`.execute(db)
  await sql`
    create function artworks_in_studio(studio integer) returns bigint language sql stable
    begin atomic
      select count(*) from artworks where studio_id = studio and status <> 'withdrawn';
    end
  `.execute(db)

  await db.schema
    .createTable('artwork_artists')
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('cascade'),
    )
    .addColumn('artist_id', 'uuid', (col) => col.notNull().references('artists.id'))
    .addColumn('position', 'smallint', (col) => col.notNull().defaultTo(1))
    .addPrimaryKeyConstraint('artwork_artists_pkey', ['artwork_id', 'artist_id'])
    .execute()
  await db.schema
    .createIndex('artwork_artists_artist_id_idx')
    .on('artwork_artists')
    .column('artist_id')
    .execute()

  await db.schema
    .createTable('editions')
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('restrict'),
    )
    .addColumn('number', 'integer', (col) => col.notNull())
    .addColumn('size', 'integer', (col) => col.notNull().defaultTo(1))
    .addColumn('artist_proofs', 'integer', (col) => col.notNull().defaultTo(0))
    .addColumn('net_price', 'numeric(12, 2)', (col) => col.notNull().defaultTo(0))
    .addColumn('tax_rate', 'numeric(4, 3)', (col) => col.notNull().defaultTo(0.19))
    .addColumn('gross_price', 'numeric(12, 2)')
    .addColumn('paper', 'varchar(20)')
    .addColumn('signed_on', 'date')
    .addPrimaryKeyConstraint('editions_pkey', ['artwork_id', 'number'])
    .addCheckConstraint('editions_size_check', sql`size > 0 and artist_proofs <= size`)
    .execute()

  await sql`create sequence artwork_versions_id_seq`.execute(db)
  await db.schema
    .createTable('versions')
    .addColumn('id', 'bigint', (col) =>
      named('artwork_versions_id_not_null')(col.defaultTo(sql`nextval('artwork_versions_id_seq')`)),
    )
    .addColumn('artwork_id', 'uuid', named('artwork_versions_artwork_id_not_null'))
    .addColumn('edition_number', 'integer')
    .addColumn('revision', 'integer', named('artwork_versions_revision_not_null'))
    .addColumn('changes', 'jsonb', named('artwork_versions_changes_not_null'))
    .addColumn('image_sha', 'bytea')
    .addColumn('author_id', 'integer')
    .addColumn('created_at', 'timestamptz', (col) =>
      named('artwork_versions_created_at_not_null')(col.defaultTo(now)),
    )
    .addPrimaryKeyConstraint('artwork_versions_pkey', ['id'])
    .addUniqueConstraint('artwork_versions_revision_key', ['artwork_id', 'revision'])
    .addForeignKeyConstraint(
      'artwork_versions_artwork_fk',
      ['artwork_id'],
      'artworks',
      ['id'],
      (fk) => fk.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'artwork_versions_author_id_fkey',
      ['author_id'],
      'users',
      ['id'],
      (fk) => fk.onDelete('set null'),
    )
    .addForeignKeyConstraint(
      'artwork_versions_edition_fk',
      ['artwork_id', 'edition_number'],
      'editions',
      ['artwork_id', 'number'],
      (fk) => fk.onUpdate('cascade'),
    )
    .execute()
  await sql`alter sequence artwork_versions_id_seq owned by versions.id`.execute(db)
  await db.schema
    .alterTable('artworks')
    .addForeignKeyConstraint('artworks_current_version_fk', ['current_version_id'], 'versions', [
      'id',
    ])
    .onDelete('set null')
    .execute()

  await db.schema
    .createTable('artwork_status_history')
    .addColumn('id', 'bigint', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('cascade'),
    )
    .addColumn('from_status', 'varchar(20)')
    .addColumn('to_status', 'varchar(20)', (col) => col.notNull())
    .addColumn('changed_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()

  await db.schema
    .createTable('materials')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('name', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('category', 'varchar(20)', named('materials_family_not_null'))
    .addColumn('toxic', 'boolean', (col) => col.notNull().defaultTo(false))
    .addColumn('density', 'double precision')
    .addColumn('swatches', sql`varchar(7)[]`, (col) => col.notNull().defaultTo(sql`'{}'`))
    .addColumn('updated_at', 'timestamptz')
    .addCheckConstraint(
      'materials_family_check',
      sql`category in ('paint', 'paper', 'metal', 'clay', 'solvent')`,
    )
    .execute()
  await db.schema
    .createTable('artwork_materials')
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('cascade'),
    )
    .addColumn('material_id', 'integer', (col) => col.notNull().references('materials.id'))
    .addColumn('share', 'numeric(4, 3)', (col) => col.check(sql`share > 0 and share <= 1`))
    .addPrimaryKeyConstraint('artwork_materials_pkey', ['artwork_id', 'material_id'])
    .execute()

  await db.schema
    .createTable('tags')
    .addColumn('id', 'integer', (col) => col.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('name', sql`citext`, (col) => col.notNull().unique())
    .addColumn('synonym_of', sql`citext`)
    .addColumn('color', 'text')
    .addCheckConstraint('tags_synonym_differs', sql`name is distinct from synonym_of`)
    .execute()
  await db.schema
    .createTable('artwork_tags')
    .addColumn('artwork_id', 'uuid', (col) =>
      col.notNull().references('artworks.id').onDelete('cascade'),
    )
    .addColumn('tag_id', 'integer', (col) =>
      col.notNull().references('tags.id').onDelete('cascade'),
    )
    .addColumn('tagged_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('artwork_tags_pkey', ['artwork_id', 'tag_id'])
    .execute()

  await sql`
    create view public_gallery as
    select a.id, a.title as title, a.medium, a.year_made, s.name as studio,
      (select count(*) from artwork_artists aa where aa.artwork_id = a.id) as artists
    from artworks a
    join studios s on s.id = a.studio_id
    where a.status in ('shown', 'sold') and s.status <> 'closed'
  `.execute(db)
}

async function actions(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('tasks')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('parent_id', 'uuid', (col) => col.references('tasks.id').onDelete('cascade'))
    .addColumn('artwork_id', 'uuid', (col) => col.references('artworks.id').onDelete('cascade'))
    .addColumn('title', 'varchar(200)', (col) => col.notNull())
    .addColumn('state', sql`task_state`, (col) => col.notNull().defaultTo('todo'))
    .addColumn('assignee_id', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('due_at', 'timestamptz')
    .addColumn('done_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addCheckConstraint('tasks_not_own_parent', sql`parent_id <> id`)
    .execute()
  await db.schema
    .createIndex('tasks_due_idx')
    .on('tasks')
    .columns(['due_at desc', 'created_at'])
    .execute()
  await db.schema
    .createIndex('tasks_open_by_assignee_idx')
    .on('tasks')
    .column('assignee_id')
    .where(sql.ref('done_at'), 'is', null)
    .execute()
  await db.schema.createIndex('tasks_artwork_id_idx').on('tasks').column('artwork_id').execute()
  await sql`create index tasks_title_prefix_idx on tasks (lower(title) text_pattern_ops)`.execute(
    db,
  )

  await db.schema
    .createTable('task_dependencies')
    .addColumn('task_id', 'uuid', (col) => col.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('depends_on_id', 'uuid', (col) =>
      col.notNull().references('tasks.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('task_dependencies_pkey', ['task_id', 'depends_on_id'])
    .execute()

  await db.schema
    .createTable('comments')
    .addColumn('id', 'bigint', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('parent_id', 'bigint', (col) => col.references('comments.id').onDelete('cascade'))
    .addColumn('task_id', 'uuid', (col) => col.references('tasks.id').onDelete('cascade'))
    .addColumn('artwork_id', 'uuid', (col) => col.references('artworks.id').onDelete('cascade'))
    .addColumn('author_id', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('body', 'text', (col) => col.notNull())
    .addColumn('pinned', 'boolean', (col) => col.notNull().defaultTo(false))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('edited_at', 'timestamptz')
    .addCheckConstraint('comments_one_subject', sql`num_nonnulls(task_id, artwork_id) = 1`)
    .addCheckConstraint('comments_body_length', sql`char_length(body) <= 10000`)
    .execute()
  await db.schema.createIndex('comments_task_id_idx').on('comments').column('task_id').execute()
  await db.schema
    .createIndex('comments_one_pin_per_task')
    .on('comments')
    .column('task_id')
    .where(sql<boolean>`pinned`)
    .execute()
  await db.schema
    .createIndex('comments_author_hash_idx')
    .on('comments')
    .using('hash')
    .column('author_id')
    .execute()
}

async function events(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('event_types')
    .addColumn('key', 'varchar(60)', (col) => col.primaryKey())
    .addColumn('label', 'text', (col) => col.notNull())
    .addColumn('keep_for', sql`interval`, (col) => col.notNull().defaultTo(sql`'1 year'`))
    .execute()

  await db.schema
    .createTable('events')
    .addColumn('id', 'bigint', (col) => col.generatedAlwaysAsIdentity())
    .addColumn('type_key', 'varchar(60)', (col) =>
      col.notNull().references('event_types.key').onUpdate('cascade'),
    )
    .addColumn('studio_id', 'integer', (col) => col.references('studios.id').onDelete('set null'))
    .addColumn('actor_id', 'integer')
    .addColumn('payload', 'jsonb', (col) => col.notNull().defaultTo('{}'))
    .addColumn('occurred_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('events_pkey', ['id', 'occurred_at'])
    .modifyEnd(sql`partition by range (occurred_at)`)
    .execute()
  await sql`
    create table events_2023 partition of events for values from ('2023-01-01 00:00+00') to ('2024-01-01 00:00+00')
      with (autovacuum_enabled = false);
    create table events_2024 partition of events for values from ('2024-01-01 00:00+00') to ('2025-01-01 00:00+00');
  `.execute(db)
  await db.schema
    .createIndex('events_type_idx')
    .on('events')
    .columns(['type_key', 'occurred_at desc'])
    .execute()
  await sql`create index events_payload_idx on events using gin (payload jsonb_path_ops)`.execute(
    db,
  )
  await db.schema
    .createIndex('events_2023_actor_idx')
    .on('events_2023')
    .column('actor_id')
    .execute()
}

async function importsAndExports(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('import_jobs')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('source', 'varchar(30)', (col) => col.notNull())
    .addColumn('file_name', 'varchar(255)')
    .addColumn('state', 'varchar(12)', (col) =>
      col
        .notNull()
        .defaultTo('queued')
        .check(sql`state in ('queued', 'running', 'done', 'failed')`),
    )
    .addColumn('requested_by', 'integer', (col) => col.references('users.id'))
    .addColumn('started_at', 'timestamptz')
    .addColumn('finished_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()

  await db.schema
    .createTable('import_rows')
    .addColumn('job_id', 'uuid', (col) =>
      col.notNull().references('import_jobs.id').onDelete('cascade'),
    )
    .addColumn('line', 'integer', (col) => col.notNull())
    .addColumn('raw', 'jsonb', (col) => col.notNull())
    .addColumn('problems', sql`text[]`)
    .addColumn('artwork_id', 'uuid')
    .addPrimaryKeyConstraint('import_rows_pkey', ['job_id', 'line'])
    .execute()
  await sql`alter table import_rows add constraint import_rows_artwork_fk
    foreign key (artwork_id) references artworks (id) on delete set null not valid`.execute(db)
  await sql`alter table import_rows replica identity full`.execute(db)

  await db.schema
    .createTable('import_mappings')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('source', 'varchar(30)', (col) => col.notNull())
    .addColumn('from_column', 'varchar(80)', (col) => col.notNull())
    .addColumn('to_column', 'varchar(80)', (col) => col.notNull())
    .addColumn('transform', 'jsonb')
    .execute()
  await db.schema
    .createIndex('import_mappings_source_from_idx')
    .on('import_mappings')
    .columns(['source', 'from_column'])
    .execute()

  await db.schema
    .createTable('export_templates')
    .addColumn('id', 'integer', (col) => col.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('name', 'varchar(80)', (col) => col.notNull().unique())
    .addColumn('format', 'varchar(8)', (col) =>
      col.notNull().check(sql`format = any (array['csv', 'pdf', 'xlsx'])`),
    )
    .addColumn('columns', sql`text[]`, (col) => col.notNull())
    .addColumn('margins_mm', sql`numeric(4,1)[]`)
    .addColumn('logo', 'bytea')
    .execute()

  await db.schema
    .createTable('export_jobs')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('number', 'integer', (col) => col.notNull().unique())
    .addColumn('template_id', 'integer', (col) =>
      col.notNull().references('export_templates.id').onDelete('restrict'),
    )
    .addColumn('requested_by', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('filter', 'jsonb', (col) => col.notNull().defaultTo(emptyObject))
    .addColumn('file_size', 'bigint')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('expires_at', 'timestamptz', (col) =>
      col.notNull().defaultTo(sql`now() + interval '7 days'`),
    )
    .execute()
}

async function intake(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('forms')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('slug', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('title', 'varchar(160)', (col) => col.notNull())
    .addColumn('open', 'boolean', (col) => col.notNull().defaultTo(true))
    .addColumn('intro', 'text', (col) => col.notNull().defaultTo(''))
    .addColumn('created_by', 'integer', (col) => col.references('users.id'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()
  await sql`create view open_forms as select id, slug, title from forms where open with local check option`.execute(
    db,
  )

  await db.schema
    .createTable('form_fields')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('form_id', 'uuid', (col) => col.notNull().references('forms.id').onDelete('cascade'))
    .addColumn('position', 'smallint', (col) => col.notNull())
    .addColumn('name', 'varchar(60)', (col) => col.notNull())
    .addColumn('kind', 'varchar(20)', (col) => col.notNull().defaultTo('text'))
    .addColumn('required', 'boolean', (col) => col.defaultTo(false))
    .addColumn('choices', sql`text[]`)
    .addUniqueConstraint('form_fields_form_id_name_key', ['form_id', 'name'])
    .addCheckConstraint('form_fields_choices_check', sql`(kind = 'choice') = (choices is not null)`)
    .execute()

  await db.schema
    .createTable('submissions')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(uuid))
    .addColumn('form_id', 'uuid', (col) => col.notNull().references('forms.id').onDelete('cascade'))
    .addColumn('user_id', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('meta', 'jsonb', (col) => col.notNull().defaultTo(sql`'{}'`))
    .addColumn('withdrawn', 'boolean', (col) => col.notNull().defaultTo(false))
    .addColumn('submitted_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()
  await db.schema.createIndex('submissions_meta_idx').on('submissions').column('meta').execute()

  await db.schema
    .createTable('submission_answers')
    .addColumn('submission_id', 'uuid', (col) =>
      col.notNull().references('submissions.id').onDelete('cascade'),
    )
    .addColumn('field_id', 'uuid', (col) => col.notNull().references('form_fields.id'))
    .addColumn('answer', 'jsonb')
    .addPrimaryKeyConstraint('submission_answers_pkey', ['submission_id', 'field_id'])
    .execute()

  await sql`
    alter table submissions enable row level security;
    create policy submissions_own on submissions
      using (user_id = current_user_id());
    create policy submissions_read_as_curator on submissions for select
      using (exists (
        select 1 from user_roles ur join roles r on r.id = ur.role_id
        where ur.user_id = current_user_id() and r.key in ('owner', 'curator')
      ));

    alter table submission_answers enable row level security;
    create policy answers_follow_submission on submission_answers for all
      using (exists (select 1 from submissions s where s.id = submission_id));
  `.execute(db)
}

async function polls(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('polls')
    .addColumn('id', 'integer', (col) => col.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('question', 'varchar(300)', (col) => col.notNull())
    .addColumn('kind', sql`poll_kind`, (col) => col.notNull().defaultTo('single'))
    .addColumn('team_id', 'integer', (col) => col.references('teams.id').onDelete('cascade'))
    .addColumn('closes_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()

  await db.schema
    .createTable('poll_options')
    .addColumn('id', 'integer', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('poll_id', 'integer', (col) =>
      col.notNull().references('polls.id').onDelete('cascade'),
    )
    .addColumn('position', 'smallint', (col) => col.notNull())
    .addColumn('label', 'varchar(160)', (col) => col.notNull())
    .execute()
  await sql`alter table poll_options add constraint poll_options_position_key
    unique (poll_id, position) deferrable initially deferred`.execute(db)

  await db.schema
    .createTable('poll_votes')
    .addColumn('poll_id', 'integer', (col) =>
      col.notNull().references('polls.id').onDelete('cascade'),
    )
    .addColumn('option_id', 'integer', (col) =>
      col.notNull().references('poll_options.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'integer', (col) =>
      col.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('weight', 'smallint', (col) =>
      col
        .notNull()
        .defaultTo(1)
        .check(sql`weight between 1 and 10`),
    )
    .addColumn('voted_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('poll_votes_pkey', ['poll_id', 'option_id', 'user_id'])
    .execute()
  await sql`alter table poll_votes add constraint poll_votes_once
    unique (poll_id, user_id, option_id) include (weight)`.execute(db)
}

async function mail(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('mail_templates')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('key', 'varchar(60)', (col) => col.notNull().unique())
    .addColumn('subject', 'varchar(255)', (col) => col.notNull())
    .addColumn('body', 'text', (col) => col.notNull())
    .addColumn('variables', sql`text[]`, (col) => col.notNull().defaultTo(sql`array[]::text[]`))
    .addColumn('updated_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()

  await db.schema
    .createTable('mail_messages')
    .addColumn('id', 'bigint', (col) => col.generatedByDefaultAsIdentity().primaryKey())
    .addColumn('template_id', 'integer', (col) =>
      col.references('mail_templates.id').onDelete('set null'),
    )
    .addColumn('recipient', sql`email_address`, (col) => col.notNull())
    .addColumn('state', sql`mail_state`, (col) => col.notNull().defaultTo('queued'))
    .addColumn('context', 'jsonb', (col) => col.notNull().defaultTo('{}'))
    .addColumn('attempts', 'smallint', (col) => col.notNull().defaultTo(0))
    .addColumn('queued_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('sent_at', 'timestamptz')
    .addCheckConstraint('mail_messages_sent_check', sql`(state = 'sent') = (sent_at is not null)`)
    .execute()
  await sql`create index mail_messages_queue_idx on mail_messages (queued_at) where state = 'queued'`.execute(
    db,
  )
}

async function engagements(db: Kysely<any>): Promise<void> {
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
    .addColumn('at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addCheckConstraint('engagements_who_check', sql`user_id is not null or visitor is not null`)
    .execute()
  await sql`create unique index engagements_like_key on engagements (artwork_id, user_id)
    where kind_id = 2 and user_id is not null`.execute(db)
  await db.schema
    .createIndex('engagements_artwork_id_at_index')
    .on('engagements')
    .columns(['artwork_id', 'at desc'])
    .execute()
  await sql`alter table engagements alter column artwork_id set (n_distinct = -0.2)`.execute(db)
}

async function helpers(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('helper_instances')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('kind', 'varchar(30)', (col) => col.notNull())
    .addColumn('version', 'integer', (col) => col.notNull().defaultTo(1))
    .addColumn('token', 'varchar(64)', (col) => col.notNull())
    .addColumn('config', 'jsonb', (col) => col.notNull().defaultTo(emptyObject))
    .addColumn('started_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .addColumn('retired_at', 'timestamptz')
    .execute()
  await db.schema
    .createIndex('helper_instances_one_active')
    .unique()
    .on('helper_instances')
    .column('kind')
    .execute()

  await db.schema
    .createTable('helper_runs')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('instance_id', 'bigint', (col) =>
      col.notNull().references('helper_instances.id').onDelete('cascade'),
    )
    .addColumn('took', sql`interval`)
    .addColumn('output', 'text')
    .addColumn('ok', 'boolean')
    .addColumn('ran_at', 'timestamptz', (col) => col.notNull().defaultTo(now))
    .execute()
  await db.schema
    .createIndex('helper_runs_ran_at_brin')
    .on('helper_runs')
    .using('brin')
    .column('ran_at')
    .execute()
  await sql`alter table helper_runs cluster on helper_runs_pkey`.execute(db)
}

async function prices(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('price_list')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('item', 'text', (col) => col.notNull())
    .addColumn('amount', sql`amount`, (col) => col.notNull())
    .addColumn('currency', 'char(3)', (col) => col.notNull().defaultTo('EUR'))
    .addColumn('factor', 'numeric', (col) => col.notNull().defaultTo(sql`1.0`))
    .addColumn('valid', sql`daterange`, (col) => col.notNull())
    .addColumn('quantities', sql`int4range`)
    .addCheckConstraint('price_list_valid_check', sql`not isempty(valid)`)
    .execute()
  await db.schema
    .createIndex('price_list_valid_idx')
    .on('price_list')
    .using('gist')
    .column('valid')
    .execute()
}

async function notes(db: Kysely<any>): Promise<void> {
  await sql`
    create table notes (
      body text not null,
      room_id integer references rooms (id) on delete cascade,
      written_on date not null default current_date,
      constraint notes_body_check check (body <> '') no inherit
    );
    create table private_notes (
      author_id integer not null references users (id) on delete cascade,
      constraint private_notes_not_future check (written_on <= '2999-12-31')
    ) inherits (notes);
  `.execute(db)
}

async function reports(db: Kysely<any>): Promise<void> {
  await db.schema.createSchema('reports').execute()
  await sql`comment on schema reports is 'Read by the spreadsheet people'`.execute(db)
  await sql`alter default privileges in schema reports grant select on tables to public`.execute(db)

  await sql`
    create materialized view reports.material_families as
      select category as family, count(*) as materials, bool_or(toxic) as any_toxic
      from materials group by category
  `.execute(db)
  await sql`create unique index material_families_key on reports.material_families (family)`.execute(
    db,
  )
  await db.schema
    .withSchema('reports')
    .createTable('daily_figures')
    .addColumn('day', 'date', (col) => col.notNull())
    .addColumn('studio_id', 'integer', (col) => col.notNull())
    .addColumn('visitors', 'integer', (col) => col.notNull().defaultTo(0))
    .addColumn('revenue', 'numeric(14, 2)', (col) => col.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('daily_figures_pkey', ['day', 'studio_id'])
    .execute()
}

async function triggers(db: Kysely<any>): Promise<void> {
  const tables = ['users', 'roles', 'studios', 'artworks', 'materials', 'mail_templates']
  for (const table of tables) {
    await sql`
      create trigger ${sql.raw(table)}_set_updated_at
      before update on ${sql.table(table)}
      for each row execute function set_updated_at()
    `.execute(db)
  }

  await sql`
    create function write_audit_log() returns trigger language plpgsql as $body$
    begin
      insert into audit_log (table_name, operation, old_row, new_row)
      values (
        tg_table_name,
        tg_op,
        case when tg_op <> 'INSERT' then to_jsonb(old) - 'updated_at' end,
        case when tg_op <> 'DELETE' then to_jsonb(new) - 'updated_at' end
      );
      return null;
    end
    $body$
  `.execute(db)
  await sql`create trigger roles_audit after update or delete on roles
    for each row execute function write_audit_log()`.execute(db)

  await sql`
    create function notify_import_row() returns trigger as $$
    begin
      perform pg_notify('import_rows', new.job_id::text);
      return null;
    end
    $$ language plpgsql;
    create trigger import_rows_notify after insert on import_rows
      for each row execute function notify_import_row();
  `.execute(db)

  await sql`
    create function check_poll_options() returns trigger language plpgsql as $$
    begin
      if (select count(*) from poll_options where poll_id = new.id) < 2 then
        raise exception 'poll % needs at least two options', new.id
          using errcode = 'check_violation', hint = 'Insert the options in the same transaction.';
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`create constraint trigger polls_need_options after insert on polls
    deferrable initially deferred for each row execute function check_poll_options()`.execute(db)
}

async function commentsAndGrants(db: Kysely<any>): Promise<void> {
  await sql`comment on column users.deleted_at is 'Set instead of deleting; rows go after 90 days'`.execute(
    db,
  )
  await sql`comment on constraint artworks_current_version_fk on artworks is
    'Deferred: an artwork and its first version are saved together'`.execute(db)
  await sql`comment on function slugify(text) is e'Turns "Any Title" into any-title.\nUsed by an index: never change the result.'`.execute(
    db,
  )
  await sql`comment on table sessions is 'Unlogged: a crash signs everybody out, and that is fine'`.execute(
    db,
  )
  await sql`comment on table artworks is 'One row per work, not per print'`.execute(db)
  await sql`comment on column artworks.medium is 'Free text on purpose, see the "mediums" discussion'`.execute(
    db,
  )
  await sql`comment on type studio_status is 'Where a studio is in its life'`.execute(db)
  await sql`comment on index helper_instances_one_active is 'ON CONFLICT of the helpers needs it'`.execute(
    db,
  )
  await sql`comment on view public_gallery is 'The only thing the website reads'`.execute(db)
  await sql`comment on policy submissions_own on submissions is 'app.user_id is set per request'`.execute(
    db,
  )

  await sql`grant select on public_gallery to public`.execute(db)
  await sql`grant select (id, title, year_made) on artworks to public`.execute(db)
  await sql`grant usage on schema reports to public`.execute(db)
  await sql`revoke execute on function write_audit_log() from public`.execute(db)
}

export async function down(): Promise<void> {
  throw new Error('There is nothing before the baseline')
}
