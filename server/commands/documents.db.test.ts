import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync, cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { builtFile, ROOT } from '../place.ts'
import { withConnection } from '../postgres/session.ts'
import { cli } from '../testing/cli.ts'
import { blocksOf, runBlock, type Place } from '../testing/document.ts'
import { noSchema } from '../testing/deployment.ts'
import { committed, git } from '../testing/git.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { StampPlan } from '../../shared/stamp.ts'

/** What the pages take for granted: the program among the scripts, and by npx; Kysely; a person. */
const PERSON = {
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'Ada',
  GIT_CONFIG_KEY_1: 'user.email',
  GIT_CONFIG_VALUE_1: 'ada@studio.test',
}
const PROGRAM = `'${process.execPath}' '${builtFile('main.js')}'`
const PROJECT = {
  'package.json': JSON.stringify({
    name: 'a-project',
    type: 'module',
    scripts: { test: 'true', rebaseline: PROGRAM },
  }),
  '.gitignore': 'node_modules\nsample\n',
  'CONTRIBUTING.md': '# Contributing\n',
  'migrations/001_rooms.ts': migration(`
    await run("create table rooms (id serial primary key, name text unique, made timestamptz default now())")
    await run("insert into rooms (name) values ('Atelier')")`),
}

/** A project of its own, in which the pages' commands can be run as they stand there. */
function prepared(more: Readonly<Record<string, string>> = {}): string {
  const cwd = projectFolder(PROJECT)
  const modules = join(cwd, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  for (const name of ['kysely', 'pg'])
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  symlinkSync(ROOT, join(modules, 'rebaseline'))
  writeFileSync(join(modules, '.bin', 'rebaseline'), `#!/bin/sh\nexec ${PROGRAM} "$@"\n`, {
    mode: 0o755,
  })
  for (const [name, text] of Object.entries(more)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
  committed(cwd)
  return cwd
}

/** An empty database of that name on the tests' server. */
async function emptyDatabase(name: string): Promise<string> {
  const server = testServer(18)
  await withConnection(server.url, server, async (query) => {
    await query(`drop database if exists ${name} (force)`)
    await query(`create database ${name}`)
  })
  return server.url.withDatabase(name).reveal()
}

/** What the commands are run with: a server that stands there already saves each its own. */
const small = async (database: string): Promise<Readonly<Record<string, string>>> => ({
  ...PERSON,
  DATABASE_URL: await emptyDatabase(database),
  REBASELINE_SERVER_URL: testServer(18).url.reveal(),
})

/** A project that was exported, once these were run. */
async function exported(database: string, first: readonly string[][]): Promise<Place> {
  const cwd = prepared()
  const env = { ...(await small(database)), GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') }
  for (const words of [
    ...first,
    ['verify'],
    ['ack', 'volatile', '--reason', 'new in every build'],
    ['sign', '--all', '--note', 'read'],
    ['export'],
  ]) {
    const { code, stderr } = await cli([...words, '--migrations', 'migrations'], { cwd, env })
    expect([words, code, stderr]).toEqual([words, 0, stderr])
  }
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '-qm', 'exported')
  return { cwd, env }
}

/** Each page with the place that its commands are run in. README's are followed by e2e/package.spec.ts. */
const PAGES: Readonly<Record<string, () => Promise<Place>>> = {
  'docs/walk.md': async () => {
    const cwd = prepared()
    cpSync(join(ROOT, 'examples'), join(cwd, 'examples'), { recursive: true })
    return { cwd, env: await small('studio_walk') }
  },
  'docs/commands.md': async () => {
    // As an export leaves it.
    const plan: StampPlan = {
      ledger: { ...DEFAULT_LEDGER },
      archived: ['001_rooms'],
      later: [],
      marked: ['001_baseline', '002_seed_definitions'],
      schema: [noSchema()],
    }
    const cwd = prepared({ 'migrations_archive/stamp.json': JSON.stringify(plan) })
    const env = await small('studio_dev')
    const ran = await cli(['migrate', '--migrations', 'migrations'], { cwd, env })
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)])
    return { cwd, env }
  },
  'docs/questions.md': async () => ({
    cwd: prepared({
      'migrations/002_floors.ts': migration(
        'await run("alter table rooms add floor int; update rooms set floor = 1")',
      ),
    }),
    env: await small('studio_dev'),
  }),
  // After the export: before it the same command judges branches, of which there are none.
  'docs/team.md': () => exported('studio_team', []),
  'docs/deployments.md': () => exported('studio_deployed', [['migrate']]),
  'docs/ci.md': async () => {
    const cwd = prepared()
    const env = { ...(await small('studio_ci')), GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') }
    const old = ['--migrations', 'migrations']
    const made = [
      await cli(['generate', ...old, '--out', 'baseline'], { cwd, env }),
      await cli(['migrate', ...old], { cwd, env }),
    ]
    expect(made.map(({ code }) => code)).toEqual([0, 0])
    return { cwd, env }
  },
}

for (const [name, preparing] of Object.entries(PAGES)) {
  describe(`the commands of ${name}`, () => {
    let place: Place
    beforeAll(async () => {
      place = await preparing()
    })
    for (const block of blocksOf(name)) {
      test(`${block.at} ${block.heading}`, async ({ skip }) => {
        if (block.notRun !== null) skip(block.notRun)
        await runBlock(block, place)
      })
    }
  })
}

test('every page with commands is run', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
  const withCommands = [
    'README.md',
    'CONTRIBUTING.md',
    ...pages.map((name) => `docs/${name}`),
  ].filter((name) => blocksOf(name).length > 0)
  expect(withCommands.toSorted()).toEqual(['README.md', ...Object.keys(PAGES)].toSorted())
  const follower = readFileSync(join(ROOT, 'e2e', 'package.spec.ts'), 'utf8')
  expect(follower.includes("blocksOf('README.md')")).toBe(true)
})
