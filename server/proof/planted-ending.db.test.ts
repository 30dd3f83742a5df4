import { expect, test } from 'vitest'
import { cli, startCli } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { withConnection } from '../postgres/session.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'migrations/001.ts': migration('await run("create table rooms (id int primary key, name text)")'),
}

/** Databases that runs made with that word in their names, on the server of the tests. */
async function left(run: string): Promise<string[]> {
  const { url, runId } = testServer(18)
  const rows = await withConnection(url, { runId }, (query) =>
    query(
      `select datname::text as name from pg_database where datname like 'rebaseline\\_${run}\\_%'`,
    ),
  )
  return rows.map(({ name }) => String(name))
}

/** Id of a run that stands in the middle of planting, whose process is ended by that signal. */
async function endedWhilePlanting(signal: 'SIGINT' | 'SIGKILL', cwd: string): Promise<string> {
  const { url, runId } = testServer(18)
  const running = startCli(['verify', '--plant-faults', '--server', url.reveal()], { cwd })
  await running.saying(/Planting \d+ faults in copies, round 2 of/)
  // It is said before the copy is made.
  for (;;) {
    const [copy] = await withConnection(url, { runId }, (query) => query(COPIES))
    if (!copy) continue
    running.child.kill(signal)
    await running.ended
    return /^rebaseline_([^_]+)_/.exec(String(copy['name']))?.[1] ?? ''
  }
}

const COPIES =
  "select datname::text as name from pg_database where datname like 'rebaseline%planted%'"

test('called off while it plants, it leaves no copy', async () => {
  const run = await endedWhilePlanting('SIGINT', projectFolder(FILES))
  expect(run).not.toBe('')
  expect(await left(run)).toEqual([])
})

test('killed while it plants, its copies go with the next run', async () => {
  const cwd = projectFolder(FILES)
  const run = await endedWhilePlanting('SIGKILL', cwd)
  expect(await left(run)).not.toEqual([])
  await cli(['verify', '--server', testServer(18).url.reveal()], { cwd })
  expect(await left(run)).toEqual([])
})
