import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    CREATE TABLE comments (
      id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      parent_id   bigint REFERENCES comments (id) ON DELETE CASCADE,
      task_id     uuid REFERENCES tasks (id) ON DELETE CASCADE,
      artwork_id  uuid REFERENCES artworks (id) ON DELETE CASCADE,
      author_id   integer REFERENCES users (id) ON DELETE SET NULL,
      body        text NOT NULL,
      pinned      boolean NOT NULL DEFAULT false,
      created_at  timestamptz NOT NULL DEFAULT now(),
      edited_at   timestamptz,
      CONSTRAINT comments_one_subject CHECK (num_nonnulls(task_id, artwork_id) = 1),
      CONSTRAINT comments_body_length CHECK (char_length(body) <= 10000)
    )
  `.execute(db)
  await sql`CREATE INDEX comments_task_id_idx ON comments (task_id) INCLUDE (author_id, created_at)`.execute(
    db,
  )
  await sql`CREATE UNIQUE INDEX comments_one_pin_per_task ON comments (task_id) WHERE pinned`.execute(
    db,
  )
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('comments').execute()
}
