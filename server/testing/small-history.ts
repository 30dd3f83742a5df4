import { provenanceOf } from '../history/provenance.ts'
import type { Effect, History, MigrationHistory } from '../../shared/history.ts'

/** A migration that created a table, with these differences. */
export const ranMigration = (
  name: string,
  told: Partial<MigrationHistory> = {},
): MigrationHistory => ({
  name,
  file: `${name}.ts`,
  milliseconds: 3,
  output: '',
  droppedOutputBytes: 0,
  sent: {
    count: 1,
    failures: 0,
    results: [{ command: 'CREATE TABLE', times: 1, rows: null }],
    statements: [
      {
        sql: `create table "${name}" ()`,
        results: [{ command: 'CREATE TABLE', times: 1, rows: null }],
        milliseconds: 1,
        failed: null,
      },
    ],
    noticeCount: 0,
    notices: [],
    leftSettings: [],
  },
  effects: { objects: [createdTable(name)], rows: { tables: [], notKnown: null }, more: false },
  noEffect: null,
  ...told,
})

const createdTable = (name: string): Effect => ({
  change: 'created',
  kind: 'table',
  address: { type: 'table', names: ['public', name], args: [] },
  was: null,
  parent: null,
  attributes: [],
})

/** A history of these migrations. */
export const smallHistory = (
  migrations: readonly MigrationHistory[],
  told: Partial<History> = {},
): History => ({
  migrations: [...migrations],
  findings: [],
  provenance: provenanceOf(migrations),
  volatile: [],
  ignored: [],
  ways: {
    replay: { transactions: 'per-migration', doing: 'one migration at a time', refused: [] },
    plain: { transactions: 'per-run', doing: 'by plain migrateToLatest', refused: [] },
  },
  untried: [],
  ...told,
})
