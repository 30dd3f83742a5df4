import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create function time_difference(a time, b time) returns double precision
      language sql immutable strict as 'select extract(epoch from a - b)::double precision';
    create type time_range as range (subtype = time, subtype_diff = time_difference);
  `.execute(db)

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

  await sql`
    insert into studio_hours (studio_id, weekday, open, remark) values
      (1, 1, '[09:00,18:00)', null),
      (1, 4, '[09:00,22:00)', 'Long Thursday'),
      (1, 6, '[10:30:30.5,)', '')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('studio_hours').execute()
  await sql`drop type time_range`.execute(db)
  await sql`drop function time_difference(time, time)`.execute(db)
}
