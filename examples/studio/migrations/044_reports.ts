import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createSchema('reports').execute()
  await sql`comment on schema reports is 'Read by the spreadsheet people'`.execute(db)
  await sql`alter default privileges in schema reports grant select on tables to public`.execute(db)

  await sql`
    create materialized view reports.material_families as
      select family, count(*) as materials, bool_or(toxic) as any_toxic
      from materials group by family
  `.execute(db)
  await sql`create unique index material_families_key on reports.material_families (family)`.execute(
    db,
  )

  await sql`
    create view reports.task_load as
      select u.id as user_id, u.full_name, count(t.id) as open_tasks, min(t.due_at) as next_due
      from users u left join tasks t on t.assignee_id = u.id and t.state <> 'done'
      group by u.id
  `.execute(db)

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

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop schema reports cascade`.execute(db)
}
