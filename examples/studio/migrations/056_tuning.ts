import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table artworks alter column title set statistics 500;
    alter table artworks alter column description set storage external;
    alter table engagements alter column artwork_id set (n_distinct = -0.2);
    alter table import_rows replica identity full;
    alter table helper_runs cluster on helper_runs_pkey;
    alter table events_2023 set (autovacuum_enabled = false);
    alter index artworks_slug_idx alter column 1 set statistics 300;
  `.execute(db)

  // the queue polls now
  await sql`alter table import_rows disable trigger import_rows_notify`.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await sql`alter table import_rows enable trigger import_rows_notify`.execute(db)
}
