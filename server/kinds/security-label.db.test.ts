import { expect, test } from 'vitest'
import { corpusCases } from '../corpus/corpus-cases.ts'
import { build } from '../corpus/check-case.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { planStatements } from '../baseline/plan.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { modelOf } from '../testing/compared-run.ts'
import { testServer } from '../testing/postgres.ts'
import { securityLabel } from './security-label.ts'

const EMPTY: Model = modelOf([])

// No provider comes with Postgres. What one is asked for comes after everything else in the statement was read.
test.each([15, 18] as const)(
  'every label of the corpus is written as a statement that PostgreSQL %i reads, and refuses for its provider alone',
  async (major) => {
    const server = testServer(major)
    const labelled = corpusCases().find(({ name }) => name === 'security-label--attributes')
    const database = await build(server, labelled?.before ?? '')
    try {
      const { model } = await readSide(database.url, { runId: server.runId, ledger, seed: 'none' })
      const labels = planStatements(model, EMPTY).filter(({ kind }) => kind === 'security-label')
      expect(labels).toHaveLength(19)
      await withConnection(database.url, server, async (query) => {
        for (const { sql } of labels) {
          await expect(query(sql)).rejects.toThrow(/security label provider ".+" is not loaded/)
        }
      })
      expect(labels.map(({ sql }) => sql)).toEqual(
        expect.arrayContaining([
          `SECURITY LABEL FOR "selinux" ON SCHEMA "app" IS 'system_u:object_r:sepgsql_schema_t:s0'`,
          `SECURITY LABEL FOR "selinux" ON TABLE "app"."works" IS E'it''s \\\\ "quoted"'`,
          `SECURITY LABEL FOR "anon" ON COLUMN "app"."works"."id" IS 'MASKED WITH VALUE 0'`,
          `SECURITY LABEL FOR "Odd ""one" ON TYPE app.score IS ''`,
          `SECURITY LABEL FOR "anon" ON FUNCTION "public"."hstore_to_json"(public.hstore) IS 'one'`,
        ]),
      )
    } finally {
      await database.drop()
    }
  },
)

test('a label is changed in place, and taken away by NULL', () => {
  const label = (text: string): CatalogObject => ({
    kind: 'security-label',
    key: 'label',
    address: { type: 'security-label on table', names: ['app', 'works'], args: ['anon'] },
    parent: null,
    attributes: { label: text },
    dependsOn: [],
    references: [],
  })
  const context = { model: EMPTY, clauses: [], major: 18 }
  expect(securityLabel.alter?.(label('one'), label('two'), context)?.statements).toEqual([
    { sql: `SECURITY LABEL FOR "anon" ON TABLE "app"."works" IS 'one'`, phase: 'late' },
  ])
  expect(securityLabel.remove?.(label('two'))).toEqual([
    { sql: `SECURITY LABEL FOR "anon" ON TABLE "app"."works" IS NULL`, phase: 'late' },
  ])
})
