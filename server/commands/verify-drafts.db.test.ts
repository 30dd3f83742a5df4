import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLastRun } from '../project/last-run.ts'
import { findProject } from '../project/project.ts'
import { cli, documentOf } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { Planted } from '../../shared/planted.ts'

const PROJECT = {
  'package.json': '{ "type": "module" }',
  'migrations/001_rooms.ts': migration(`
    await run("create table rooms (id serial primary key, name text unique, made timestamptz default now())")
    await run("insert into rooms (name) values ('Atelier')")`),
}

test('without a baseline the drafts are proven, and the run is the one that people go on with', async () => {
  const cwd = projectFolder(PROJECT)
  const env = { REBASELINE_SERVER_URL: testServer(18).url.reveal() }
  const first = await cli(['verify', '--json'], { cwd, env })
  expect([first.code, documentOf(first)]).toMatchObject([0, { verdict: 'acceptable' }])
  expect(first.stderr).toContain(`The drafts are in ${join('.rebaseline', 'drafts')}. Next:
  npx rebaseline ack volatile --reason TEXT
  npx rebaseline sign --all --note TEXT
  npx rebaseline export --plan
`)
  const person = ['--name', 'Ada']
  const stated = [
    await cli(['ack', 'volatile', '--reason', 'made by now()', ...person], { cwd }),
    await cli(['sign', '--all', '--note', 'read', ...person], { cwd }),
    await cli(['export', '--plan'], { cwd }),
  ]
  expect(stated.map(({ code }) => code)).toEqual([0, 0, 0])

  const draft = join(cwd, '.rebaseline', 'drafts', '001_baseline.ts')
  writeFileSync(draft, readFileSync(draft, 'utf8').replace(/.*rooms_name_key.*/, ''))
  const edited = await cli(['verify', '--migrations', 'migrations'], { cwd, env })
  expect([edited.code, edited.stdout]).toEqual([
    1,
    expect.stringContaining('constraint public.rooms.rooms_name_key is missing'),
  ])
  expect(edited.stderr).toContain('Next: mend the drafts in ')
  expect((await cli(['export', '--plan'], { cwd })).code).toBe(1)
})

test('faults are planted in what the drafts build, and what came of them is kept with the run', async () => {
  const cwd = projectFolder(PROJECT)
  const env = { REBASELINE_SERVER_URL: testServer(18).url.reveal() }
  const told = await cli(['verify', '--plant-faults', '--json'], { cwd, env })
  const { planted } = documentOf(told) as { planted: Planted }
  expect([told.code, planted.escaped, planted.strange]).toEqual([0, [], []])
  expect(planted.caught).toBeGreaterThan(planted.objects)
  expect(told.stderr).toMatch(/Planting \d+ faults in copies, round 2 of \d+/)
  const run = await readLastRun(findProject(join(cwd, 'migrations')))
  expect(run?.history?.picture.columns).toHaveLength(run?.history?.categories.length ?? 0)
  expect(run?.history?.categories).toContain('tables')
  expect(run?.planted).toEqual(planted)
  expect(run?.proofs).toContainEqual(
    expect.objectContaining({ title: expect.stringContaining('planted'), outcome: 'holds' }),
  )
})

test.each([
  [['--database', 'postgres://h/d'], '--baseline is missing'],
  [['--migrations', 'migrations', '--then', 'true'], '--then goes with --baseline'],
])('without a baseline %j is refused', async (words, said) => {
  const { code, stderr } = await cli(['verify', ...words], { cwd: projectFolder(PROJECT) })
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
})
