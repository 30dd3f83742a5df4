import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { compare } from '../compare/compare.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { testServer } from '../testing/postgres.ts'

const runId = 'sorted'

/** Lists whose entries a locale puts in another order than their bytes have: `_` before `=` and before digits, small letters before capital ones. */
const SCHEMA = `
  create foreign data wrapper far options (keepalives '1', keepalives_idle '2');
  create server there foreign data wrapper far options ("B" '1', a '2', keepalives '1', keepalives_idle '2');
  create user mapping for current_user server there options ("B" '1', a '2', keepalives '1', keepalives_idle '2');
  create foreign table away (id integer options ("B" '1', a '2')) server there options ("B" '1', a '2');
  create table works (id integer primary key, title text);
  alter table works alter title set (n_distinct = 3, n_distinct_inherited = 4);
  create table shows (work_id integer, constraint shown foreign key (work_id) references works) partition by list (work_id);
  create table shows_2 partition of shows for values in (2);
  create table shows1 partition of shows for values in (1);
  alter table shows1 rename constraint shown to other1;
  alter table shows_2 rename constraint shown to other_2;
  alter table shows1 disable trigger all;
  alter table shows_2 disable trigger all;
  create materialized view seen with (fillfactor = 70, autovacuum_enabled = false) as select 1 as one;`

test.each([15, 18] as const)(
  'whatever locale a database of PostgreSQL %i has, lists are read in one order',
  async (major) => {
    const server = testServer(major)
    const sideIn = async (name: string, locale: string) => {
      const url = new URL(server.url.reveal())
      await withConnection(server.url, { runId }, (query) =>
        query(`create database ${name} template template0 encoding 'UTF8' ${locale}`),
      )
      url.pathname = `/${name}`
      const there = new DatabaseUrl(url.href)
      await withConnection(there, { runId }, (query) => query(SCHEMA))
      return readSide(there, { runId, ledger, seed: 'none' })
    }
    const bytes = await sideIn('sorted_by_bytes', `locale_provider libc locale 'C'`)
    const words = await sideIn(
      'sorted_by_words',
      `locale_provider icu icu_locale 'en-US' locale 'C'`,
    )
    expect(bytes.model.server.locale).not.toBe(words.model.server.locale)
    expect(compare(bytes.model, words.model).deltas).toEqual([])
  },
)
