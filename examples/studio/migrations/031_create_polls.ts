import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createType('poll_kind').asEnum(['single', 'multiple', 'ranked']).execute()

  await db.schema
    .createTable('polls')
    .addColumn('id', 'integer', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('question', 'varchar(300)', (col) => col.notNull())
    .addColumn('kind', sql`poll_kind`, (col) => col.notNull().defaultTo('single'))
    .addColumn('team_id', 'integer', (col) => col.references('teams.id').onDelete('cascade'))
    .addColumn('closes_at', 'timestamptz')
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql`now()`))
    .execute()

  await db.schema
    .createTable('poll_options')
    .addColumn('id', 'integer', (col) => col.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('poll_id', 'integer', (col) =>
      col.notNull().references('polls.id').onDelete('cascade'),
    )
    .addColumn('position', 'smallint', (col) => col.notNull())
    .addColumn('label', 'varchar(160)', (col) => col.notNull())
    .execute()
  // deferred, so that two options can swap places
  await sql`alter table poll_options add constraint poll_options_position_key
    unique (poll_id, position) deferrable initially deferred`.execute(db)

  await sql`
    create table poll_votes (
      poll_id integer not null references polls on delete cascade,
      option_id integer not null references poll_options on delete cascade,
      user_id integer not null references users on delete cascade,
      weight smallint not null default 1 check (weight between 1 and 10),
      voted_at timestamptz not null default now(),
      constraint poll_votes_pk primary key (poll_id, option_id, user_id)
    )
  `.execute(db)

  await sql`
    create function check_poll_options() returns trigger language plpgsql as $$
    begin
      if (select count(*) from poll_options where poll_id = new.id) < 2 then
        raise exception 'poll % needs at least two options', new.id
          using errcode = 'check_violation', hint = 'Insert the options in the same transaction.';
      end if;
      return null;
    end $$
  `.execute(db)
  await sql`create constraint trigger polls_need_options after insert on polls
    deferrable initially deferred for each row execute function check_poll_options()`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('poll_votes').execute()
  await db.schema.dropTable('poll_options').execute()
  await db.schema.dropTable('polls').execute()
  await sql`drop function check_poll_options()`.execute(db)
  await db.schema.dropType('poll_kind').execute()
}
