import { type Kysely, sql } from 'kysely'

const TABLES = ['users', 'teams', 'roles']

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create or replace function set_updated_at() returns trigger as $$
    begin
      new.updated_at = now();
      return new;
    end;
    $$ language plpgsql
  `.execute(db)

  for (const table of TABLES) {
    await db.schema.alterTable(table).addColumn('updated_at', 'timestamptz').execute()
    await sql`
      create trigger ${sql.raw(table)}_set_updated_at
      before update on ${sql.table(table)}
      for each row execute function set_updated_at()
    `.execute(db)
  }
}

export async function down(db: Kysely<any>): Promise<void> {
  for (const table of TABLES) {
    await sql`drop trigger ${sql.raw(table)}_set_updated_at on ${sql.table(table)}`.execute(db)
    await db.schema.alterTable(table).dropColumn('updated_at').execute()
  }
  await sql`drop function set_updated_at()`.execute(db)
}
