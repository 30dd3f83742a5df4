import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('helper_instances')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('kind', 'varchar(30)', (col) => col.notNull())
    .addColumn('version', 'integer', (col) => col.notNull().defaultTo(1))
    .addColumn('token', 'varchar(64)', (col) => col.notNull())
    .addColumn('config', 'jsonb', (col) => col.notNull().defaultTo(sql`'{}'::jsonb`))
    .addColumn('started_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('retired_at', 'timestamptz')
    .execute()
  await sql`create unique index helper_instances_one_active on helper_instances (kind) where retired_at is null`.execute(
    db,
  )

  await db.schema
    .createTable('helper_runs')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('instance_id', 'bigint', (col) =>
      col.notNull().references('helper_instances.id').onDelete('cascade'),
    )
    .addColumn('took', sql`interval`)
    .addColumn('output', 'text')
    .addColumn('ok', 'boolean')
    .addColumn('ran_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()
  await sql`create index helper_runs_ran_at_brin on helper_runs using brin (ran_at) with (pages_per_range = 32)`.execute(
    db,
  )

  const token = randomBytes(16).toString('hex')
  for (const kind of ['mailer', 'importer', 'mailer']) {
    await sql`
      insert into helper_instances (kind, token) values (${kind}, ${token})
      on conflict (kind) where retired_at is null
      do update set version = helper_instances.version + 1
    `.execute(db)
  }
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('helper_runs').execute()
  await db.schema.dropTable('helper_instances').execute()
}
