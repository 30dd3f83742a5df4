import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLastRun } from '../project/last-run.ts'
import { findProject } from '../project/project.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const LATER = migration(`
    await run("insert into rooms (name) values ('Loft')")
    await run("alter table rooms drop column floor")`)

const PROJECT = {
  'package.json': '{ "type": "module" }',
  '.gitignore': '.rebaseline\n',
  'NOTES.md': '# Notes\n',
  'migrations/0001_rooms.ts': migration(`
    await run("create table rooms (id serial primary key, name text unique, floor int)")
    await run("insert into rooms (name) values ('Atelier')")`),
  'migrations/0002_doors.ts': `import { doors } from './helpers/doors.ts'\n${migration(
    'await run(doors)',
  )}`,
  'migrations/0003_loft.ts': LATER,
  'migrations/0004_doors.ts': `import { doors } from './helpers/doors.ts'\n${migration(
    'await run(doors.replaceAll("doors", "gates"))',
  )}`,
  'migrations/helpers/doors.ts':
    "export const doors = 'create table doors (room int references rooms)'\n",
}

test('a project is squashed up to a line: proven, signed for that line, exported and taken back', async () => {
  const cwd = projectFolder(PROJECT)
  const git = (...words: string[]) => execFileSync('git', words, { cwd, encoding: 'utf8' })
  git('init', '-q')
  git('add', '-A')
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@studio.test', 'commit', '-qm', 'one')
  const env = { REBASELINE_SERVER_URL: testServer(18).url.reveal() }
  const call = (...words: string[]): Promise<Ended> => cli(words, { cwd, env })
  const done = async (...words: string[]): Promise<Ended> => {
    const ended = await call(...words)
    expect(ended).toMatchObject({ code: 0 })
    return ended
  }
  const sign = (): Promise<Ended> => call('sign', '--all', '--note', 'read', '--name', 'Ada')

  // The project's own command is run on what the later files leave.
  const out = join(projectFolder({}), 'baseline')
  await done('generate', '--squash-to', '0001', '--out', out)
  const pg = join(import.meta.dirname, '../../node_modules/pg')
  const then = `node -e "const { Client } = require('${pg}'); const c = new Client(process.env.DATABASE_URL); c.connect().then(() => c.query('select * from gates')).then(() => c.end())"`
  const tried = await done(
    'verify',
    '--squash-to',
    '0001',
    '--baseline',
    out,
    '--then',
    then,
    '--json',
  )
  expect(documentOf(tried)).toMatchObject({ then: { status: 'passed' } })
  await done('verify', '--squash-to', '0001')
  await done('sign', '--all', '--note', 'read', '--name', 'Ada')
  expect((await readLastRun(findProject(join(cwd, 'migrations'))))?.line).toStrictEqual({
    last: '0001_rooms',
    later: ['0002_doors', '0003_loft', '0004_doors'],
  })
  expect(await call('export', '--plan')).toMatchObject({ code: 0 })

  // Drafts of one line build too little for another.
  const moved = await call('verify', '--squash-to', '0002')
  expect([moved.code, moved.stdout]).toEqual([1, expect.stringContaining('public.doors')])
  forgetDrafts(cwd)
  await done('verify', '--squash-to', '0002')
  const stale = await call('export', '--plan')
  expect([stale.code, stale.stdout]).toEqual([1, expect.stringContaining('changed since')])
  expect((await sign()).code).toBe(0)

  const plan = await done('export', '--plan', '--json', '--notes', 'NOTES.md')
  const { steps, line } = documentOf(plan) as {
    steps: { action: string; path: string; to: string | null; after: string | null }[]
    line: unknown
  }
  expect(line).toStrictEqual({ last: '0002_doors', later: ['0003_loft', '0004_doors'] })
  expect(steps.filter(({ action }) => action === 'move').map(({ path }) => path)).toStrictEqual([
    'migrations/0001_rooms.ts',
    'migrations/0002_doors.ts',
  ])
  const readme = steps.find(({ path }) => path.endsWith('_README.md'))?.after
  expect(readme).toContain('these 2 migrations')
  expect(readme).toContain('2 later files, `0003_loft.ts` to `0004_doors.ts`, stayed')
  const old = join(projectFolder({ 'package.json': '{ "type": "module" }' }), 'migrations')
  cpSync(join(cwd, 'migrations'), old, { recursive: true })

  const exported = await done('export', '--notes', 'NOTES.md')
  expect(exported.stdout).toContain(
    'The baseline replaces the migrations up to 0002_doors. 2 later',
  )
  expect(readdirSync(join(cwd, 'migrations')).toSorted()).toStrictEqual([
    '0001_baseline.ts',
    '0002_seed_definitions.ts',
    '0003_loft.ts',
    '0004_doors.ts',
    'helpers',
  ])
  expect(readFileSync(join(cwd, 'migrations/0003_loft.ts'), 'utf8')).toBe(LATER)
  expect(readdirSync(join(cwd, 'migrations_archive/helpers'))).toStrictEqual(['doors.ts'])
  expect(readFileSync(join(cwd, 'NOTES.md'), 'utf8')).toContain('migrations/0005_what_it_does.ts')
  // The new folder by plain Kysely on an empty database, against the old one whole.
  const whole = await call('compare', old, 'migrations', '--json')
  expect(documentOf(whole)).toMatchObject({ verdict: 'equal', findings: [] })
  // The archive and the later files, as a pipeline proves it, whatever line a configuration still names.
  writeFileSync(
    join(cwd, 'rebaseline.config.ts'),
    "export default { migrations: 'migrations', squashTo: '0002_doors' }\n",
  )
  await done('verify', '--migrations', 'migrations_archive', '--baseline', 'migrations')
  rmSync(join(cwd, 'rebaseline.config.ts'))

  expect(documentOf(await done('export', '--plan', '--json'))).toMatchObject({
    applied: true,
    line,
  })
  // The drafts are for the line of the export, whose seed stands there now.
  expect((await done('verify')).stdout).toContain('Equal')
  const other = await call('verify', '--squash-to', '0003')
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('up to the line of that')])
  await inAFreshClone(cwd, old, env)
  expect((await done('export', '--undo')).stdout).toContain('Everything is as it was')
  expect(git('status', '--porcelain')).toBe('')
  expect((await call('export', '--plan')).code).toBe(0)
})

/** All that is committed of an exported project, with a configuration that is older than the export. */
async function inAFreshClone(
  exported: string,
  old: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const cwd = projectFolder({
    'package.json': '{ "type": "module" }',
    'rebaseline.config.ts': "export default { migrations: 'migrations', squashTo: '0002' }\n",
  })
  for (const name of ['migrations', 'migrations_archive']) {
    cpSync(join(exported, name), join(cwd, name), { recursive: true })
  }
  const done = async (...words: string[]): Promise<Ended> => {
    const ended = await cli(words, { cwd, env })
    expect(ended).toMatchObject({ code: 0 })
    return ended
  }
  const first = await done('verify')
  expect(first.stdout).toContain('Equal')
  expect(first.stderr).toContain(
    'the squash line is after 0002_seed_definitions, which it wrote\nThe squash line is 0002_seed_definitions: the baseline replaces 2 migrations, and 2 later files stay',
  )
  // Squashed once more, up to a file that stayed: by names that no database has run.
  forgetDrafts(cwd)
  await done('verify', '--squash-to', '0003')
  await done('sign', '--all', '--note', 'read', '--name', 'Ada')
  await done('export')
  forgetDrafts(cwd)
  rmSync(join(cwd, '.rebaseline/export.json'))
  expect(readdirSync(join(cwd, 'migrations')).slice(0, 3)).toStrictEqual([
    '0003_baseline.ts',
    '0003_seed_definitions.ts',
    '0004_doors.ts',
  ])
  await done('generate', '--squash-to', '0004', '--out', 'third')
  expect(readdirSync(join(cwd, 'third'))).toStrictEqual([
    '0004_baseline.ts',
    '0004_seed_definitions.ts',
  ])
  const { code, stdout } = await cli(['compare', old, 'third', '--json'], { cwd, env })
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ verdict: 'equal' })])
}

function forgetDrafts(cwd: string): void {
  rmSync(join(cwd, '.rebaseline/drafts'), { recursive: true })
  rmSync(join(cwd, '.rebaseline/drafts.json'))
}
