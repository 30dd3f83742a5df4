import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('artists')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('user_id', 'integer', (col) =>
      col.unique().references('users.id').onDelete('set null'),
    )
    .addColumn('display_name', 'varchar(120)', (col) => col.notNull())
    .addColumn('biography', 'text')
    .addColumn('links', 'jsonb', (col) => col.notNull().defaultTo(sql`'[]'::jsonb`))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()

  await sql`
    create table artworks (
      id uuid primary key default gen_random_uuid(),
      studio_id integer not null references studios (id) on delete restrict,
      headline varchar(200) not null,
      description text,
      medium varchar(40) not null default 'other',
      status varchar(20) not null default 'draft',
      year_made integer,
      width_cm numeric(7,2),
      height_cm numeric(7,2),
      attributes jsonb not null default '{}',
      created_by integer references users (id) on delete set null,
      created_at timestamptz not null default now(),
      updated_at timestamptz,
      constraint artworks_status_check check (status in ('draft', 'shown', 'sold', 'withdrawn')),
      constraint artworks_year_check check (year_made between 1400 and 2200),
      constraint artworks_size_check check ((width_cm is null) = (height_cm is null))
    );
    create index artworks_headline_idx on artworks (headline);
    create index artworks_studio_status_idx on artworks (studio_id, status) where status <> 'withdrawn';
    create trigger artworks_set_updated_at before update on artworks
      for each row execute function set_updated_at();
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
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('artwork_artists').execute()
  await db.schema.dropTable('artworks').execute()
  await db.schema.dropTable('artists').execute()
}
