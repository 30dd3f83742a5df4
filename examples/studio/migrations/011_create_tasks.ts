import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createType('task_state').asEnum(['todo', 'doing', 'done']).execute()

  await db.schema
    .createTable('tasks')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('parent_id', 'uuid', (col) => col.references('tasks.id').onDelete('cascade'))
    .addColumn('artwork_id', 'uuid', (col) => col.references('artworks.id').onDelete('cascade'))
    .addColumn('title', 'varchar(200)', (col) => col.notNull())
    .addColumn('state', sql`task_state`, (col) => col.notNull().defaultTo('todo'))
    .addColumn('assignee_id', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('due_at', 'timestamptz')
    .addColumn('done_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .addCheckConstraint('tasks_not_own_parent', sql`parent_id <> id`)
    .execute()

  await sql`create index tasks_due_idx on tasks (due_at desc nulls last, created_at)`.execute(db)
  await db.schema
    .createIndex('tasks_open_by_assignee_idx')
    .on('tasks')
    .column('assignee_id')
    .where(sql.ref('done_at'), 'is', null)
    .execute()

  await db.schema
    .createTable('task_dependencies')
    .addColumn('task_id', 'uuid', (col) => col.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('depends_on_id', 'uuid', (col) =>
      col.notNull().references('tasks.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('task_dependencies_pkey', ['task_id', 'depends_on_id'])
    .execute()
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('task_dependencies').execute()
  await db.schema.dropTable('tasks').execute()
  await db.schema.dropType('task_state').execute()
}
