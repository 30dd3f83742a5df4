import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createType('studio_status').asEnum(['planned', 'open', 'closed']).execute()
  await sql`create type postal_address as (street text, city varchar(80), postcode varchar(12))`.execute(
    db,
  )

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
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz')
    .execute()

  await sql`create trigger studios_set_updated_at before update on studios
    for each row execute function set_updated_at()`.execute(db)

  await sql`
    insert into studios (slug, name, status, address, opened_on)
    values ('north-light', 'North Light', 'open', row('3, Kiln Lane', 'Harbour "Old" Town', 'HB1 2AA'), '2021-03-01')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('studios').execute()
  await sql`drop type postal_address`.execute(db)
  await db.schema.dropType('studio_status').execute()
}
