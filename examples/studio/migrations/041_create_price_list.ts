import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create domain amount as numeric(12,2) default 0
      constraint amount_not_negative check (value >= 0)
      constraint amount_in_cents check (scale(value) <= 2)
  `.execute(db)

  await sql`
    create table price_list (
      id int primary key,
      item text not null,
      amount amount not null,
      currency char(3) not null default 'EUR',
      factor numeric not null default 1.0,
      valid daterange not null,
      quantities int4range,
      check (not isempty(valid))
    )
  `.execute(db)
  await sql`create index price_list_valid_idx on price_list using gist (valid)`.execute(db)

  await sql`
    insert into price_list (id, item, amount, currency, factor, valid, quantities) values
      (1, 'bench, day', 18.00, 'EUR', 1.0, '[2022-01-01,2023-01-01)', null),
      (2, 'bench, day', 19.50, 'EUR', 1.0, '[2023-01-01,)', '[1,5)'),
      (3, 'bench, day', 17.50, 'EUR', 0.95000, '[2023-01-01,)', '[5,)'),
      (4, 'storage, month', 40, 'CHF', 1e-3, '(,)', 'empty')
  `.execute(db)
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('price_list').execute()
  await sql`drop domain amount`.execute(db)
}
