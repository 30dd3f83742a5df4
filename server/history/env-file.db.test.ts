import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newRunId } from '../postgres/run-id.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { replay } from './replay.ts'

const SHOWN = ['FROM_FILE', 'FROM_BOTH', 'DATABASE_URL', 'PGHOST', 'DB_PASSWORD', 'READ_URL']

test('migrations get what the file sets, except that every database named is the scratch database', async () => {
  const folder = projectFolder({
    '.env': [
      'FROM_FILE=file',
      'FROM_BOTH=file',
      'DATABASE_URL=postgres://me:secret@live/prod',
      'READ_URL="postgres://me:secret@live/prod"',
      'PGHOST=live',
      'PGSERVICE=live',
      'DB_PASSWORD=secret',
    ].join('\n'),
    'package.json': '{"type":"module"}',
    'migrations/001.ts': `
      if (!process.env.FROM_FILE) throw new Error('FROM_FILE is not set')
      ${migration(`const { env } = process
      console.log(JSON.stringify([${SHOWN.map((name) => `env.${name}`).join()}, env.PGSERVICE ?? null]))`)}`,
  })
  const { url } = await testDatabase(testServer(15))
  const run = (envFile?: string) =>
    replay({
      folder: join(folder, 'migrations'),
      database: url,
      runId: newRunId(),
      env: { FROM_BOTH: 'shell' },
      ...(envFile !== undefined && { envFile: join(folder, envFile) }),
    })
  await expect(run()).rejects.toThrow(/001\.ts can not be loaded: FROM_FILE is not set/)
  await expect(run()).rejects.toMatchObject({
    help: expect.stringMatching(/FROM_FILE, or name the file that sets it with --env-file/),
  })
  const { migrations } = await run('.env')
  const said = migrations[0]?.output ?? ''
  expect(said).not.toMatch(/live|prod|secret/)
  const [file, both, databaseUrl, host, , readUrl, service] = JSON.parse(said) as string[]
  expect([file, both, host, service]).toEqual(['file', 'shell', url.host, null])
  expect(databaseUrl).toContain(`/${url.database}`)
  expect(readUrl).toBe(databaseUrl)
})
