import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table notes (
      body text not null,
      room_id integer references rooms (id) on delete cascade,
      written_on date not null default current_date,
      constraint notes_body_check check (body <> '') no inherit
    );
    create table private_notes (
      author_id integer not null references users (id) on delete cascade,
      constraint private_notes_not_future check (written_on <= '2999-12-31')
    ) inherits (notes);
  `.execute(db)

  await sql`
    insert into notes (body, room_id, written_on) values
      ('Bring your own apron', 1, '2023-04-01'),
      ('Bring your own apron', 1, '2023-04-01'),
      ('Mind the step', 2, '2023-04-02');
    insert into private_notes (body, room_id, written_on, author_id) values
      ('', null, '2023-04-03', 1);
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`drop table private_notes, notes`.execute(db)
}
