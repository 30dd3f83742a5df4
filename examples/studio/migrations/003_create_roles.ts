import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

const ROLES = [
  ['owner', 'Owner', 100],
  ['curator', 'Curator', 50],
  ['artist', 'Artist', 20],
  ['visitor', 'Guest', 1],
] as const

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('roles')
    .addColumn('id', 'uuid', (col) => col.primaryKey())
    .addColumn('key', 'varchar(40)', (col) => col.notNull())
    .addColumn('label', 'varchar(80)', (col) => col.notNull())
    .addColumn('rank', 'smallint', (col) => col.notNull().defaultTo(0))
    .addColumn('permissions', 'jsonb', (col) => col.notNull().defaultTo(sql`'{}'::jsonb`))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
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
    .addColumn('granted_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('user_roles_pkey', ['user_id', 'role_id'])
    .execute()

  const roles = ROLES.map(([key, label, rank]) => ({ id: randomUUID(), key, label, rank }))
  await db.insertInto('roles').values(roles).execute()
  const owner = roles.find((role) => role.key === 'owner')
  await db.insertInto('user_roles').values({ user_id: 1, role_id: owner?.id }).execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('user_roles').execute()
  await db.schema.dropTable('roles').execute()
}
