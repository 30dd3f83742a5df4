import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { dropStatements } from '../mend/drop.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const runId = 'published'

test('a table is taken out of a publication without those that inherit from it', async () => {
  const { url } = await testDatabase(testServer(18))
  const members = 'select prrelid::regclass::text as name from pg_publication_rel order by 1'
  await withConnection(url, { runId }, async (query) => {
    await query(`create table papers (id integer); create table prints () inherits (papers);
      create publication news for table papers`)
    const { model } = await readSide(url, { runId, ledger, seed: 'none' })
    const papers = [...model.objects.values()].find(
      ({ kind, address }) => kind === 'publication-member' && address.names[1] === 'papers',
    )
    const statements = papers ? dropStatements(papers, model) : []
    for (const { sql } of Array.isArray(statements) ? statements : []) await query(sql)
    expect(await query(members)).toEqual([{ name: 'prints' }])
  })
})
