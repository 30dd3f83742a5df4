import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newRunId } from '../postgres/run-id.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { replay } from './replay.ts'
import { runMigrations } from './runner.ts'

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

test('what the file keeps secret is in nothing that a migration sends, prints, leaves or throws', async () => {
  const folder = projectFolder({
    '.env': [
      'STRIPE_API_KEY="a \'quoted\' key"',
      'CACHE_URL=redis://me:kept%20in%20cache@far/0',
      'WORDS=AKIAABCDEFGHIJKLMNOP',
      'LIVE_URL=postgres://me:of-live-only@far/prod',
      'APP_SECRET=studio_app',
      'APP_SCHEMA=studio_app',
    ].join('\n'),
    'package.json': '{"type":"module"}',
    'migrations/001.ts': migration(`
      const { readFileSync } = await import('node:fs')
      const all = readFileSync('.env', 'utf8') + Object.values(process.env).join()
      const quoted = "'" + all.replaceAll("'", "''") + "'"
      console.log(all)
      await run('select ' + quoted)
      await run("do $do$ begin raise notice '%', $n$" + all + '$n$; end $do$')
      await run("select set_config('app.all', " + quoted + ", false)")`),
    'migrations/002.ts': migration(`
      const key = process.env.STRIPE_API_KEY
      await run('select 1 as "' + key + '" from gone').catch(() => {})
      await run('select 1 /* ' + key + ' */')`),
  })
  const { url } = await testDatabase(testServer(15))
  const run = await runMigrations({
    folder: join(folder, 'migrations'),
    database: url,
    runId: newRunId(),
    mode: 'step',
    sent: 'told',
    envFile: join(folder, '.env'),
  })
  const told = JSON.stringify(run)
  expect(run.failure).toMatchObject({ reason: 'threw', error: { code: '25P02' } })
  expect(run.migrations[0]?.sent).toMatchObject({ noticeCount: 1, leftSettings: [{}] })
  expect(told).not.toMatch(/quoted.{1,4} key|kept.{1,3}in|AKIA|of-live-only/)
  expect(told.match(/\*\*\*/g)?.length).toBeGreaterThan(12)
  expect(run.migrations[0]?.output).toContain('APP_SCHEMA=studio_app')
})
