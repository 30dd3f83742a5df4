import { expect, test } from 'vitest'
import { scrubberOf } from '../postgres/redact.ts'
import { StatementLog, type LoggableClient } from './statement-log.ts'

test('a statement that a secret was taken out of says so, and no other does', async () => {
  const log = new StatementLog(scrubberOf(['refresh_all']), () => true)
  const client: LoggableClient = {
    query: () => Promise.resolve({ command: 'SELECT', rowCount: 1, rows: [] }),
    on() {},
  }
  log.watch(client)
  await client.query('select refresh_all()')
  await client.query(`select '***'`)
  expect(log.take().statements).toMatchObject([
    { sql: 'select ***()', masked: true },
    { sql: `select '***'`, results: [{ command: 'SELECT' }] },
  ])
})
