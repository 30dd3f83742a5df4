import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('submissions')
    .addColumn('id', 'uuid', (col) => col.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('form_id', 'uuid', (col) =>
      col.notNull().references('forms.id').onDelete('restrict'),
    )
    .addColumn('user_id', 'integer', (col) => col.references('users.id').onDelete('set null'))
    .addColumn('meta', 'jsonb', (col) => col.notNull().defaultTo(sql`'{}'`))
    .addColumn('withdrawn', 'boolean', (col) => col.notNull().defaultTo(false))
    .addColumn('submitted_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()

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
    create function current_user_id() returns integer language sql stable
      as $$ select nullif(current_setting('app.user_id', true), '')::integer $$;

    alter table submissions enable row level security;
    alter table submissions force row level security;
    create policy submissions_own on submissions
      using (user_id = current_user_id())
      with check (user_id = current_user_id() and not withdrawn);
    create policy submissions_read_as_curator on submissions for select
      using (exists (
        select 1 from user_roles ur join roles r on r.id = ur.role_id
        where ur.user_id = current_user_id() and r.key in ('owner', 'curator')
      ));
    create policy submissions_hide_withdrawn on submissions as restrictive for select
      using (not withdrawn);

    alter table submission_answers enable row level security;
    create policy answers_follow_submission on submission_answers for all
      using (exists (select 1 from submissions s where s.id = submission_id));
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('submission_answers').execute()
  await db.schema.dropTable('submissions').execute()
  await sql`drop function current_user_id()`.execute(db)
}
