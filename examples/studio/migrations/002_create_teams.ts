import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('teams')
    .addColumn('id', 'serial', (col) => col.primaryKey())
    .addColumn('name', 'varchar(80)', (col) => col.notNull().unique())
    .addColumn('color', 'char(7)', (col) => col.notNull().defaultTo('#333333'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
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
    .addColumn('joined_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('team_members_pkey', ['team_id', 'user_id'])
    .execute()

  await db
    .insertInto('teams')
    .values([{ name: 'House' }, { name: 'Guests', color: '#b5651d' }])
    .execute()
  await db.insertInto('team_members').values({ team_id: 1, user_id: 1 }).execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('team_members').execute()
  await db.schema.dropTable('teams').execute()
}
