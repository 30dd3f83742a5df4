import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('event_types')
    .addColumn('key', 'varchar(60)', (col) => col.primaryKey())
    .addColumn('label', 'text', (col) => col.notNull())
    .addColumn('keep_for', sql`interval`, (col) => col.notNull().defaultTo(sql`'1 year'`))
    .execute()

  await sql`
    create table events (
      id bigint generated always as identity,
      type_key varchar(60) not null references event_types (key) on update cascade,
      studio_id integer references studios (id) on delete set null,
      actor_id integer,
      payload jsonb not null default '{}',
      occurred_at timestamptz not null default now(),
      primary key (id, occurred_at)
    ) partition by range (occurred_at);
    create table events_2023 partition of events for values from ('2023-01-01 00:00+00') to ('2024-01-01 00:00+00');
    create table events_2024 partition of events for values from ('2024-01-01 00:00+00') to ('2025-01-01 00:00+00');
    create table events_rest partition of events default;
    create index events_type_idx on events (type_key, occurred_at desc);
    create index events_payload_idx on events using gin (payload jsonb_path_ops);
    create index events_2023_actor_idx on events_2023 (actor_id);
  `.execute(db)

  await db
    .insertInto('event_types')
    .values([
      { key: 'artwork.sold', label: 'Artwork sold', keep_for: '10 years' },
      { key: 'studio.opened', label: 'Studio opened', keep_for: '100 years' },
      { key: 'user.login', label: 'Sign in', keep_for: '3 months 2 days 04:05:06' },
    ])
    .execute()
  await sql`insert into events (type_key, studio_id, payload, occurred_at)
    values ('studio.opened', 1, '{"by": "house"}', '2023-05-06 10:00+00')`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop table events`.execute(db)
  await db.schema.dropTable('event_types').execute()
}
