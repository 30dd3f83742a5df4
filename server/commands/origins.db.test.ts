import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, type Ended } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

/** Its name ends a comment, and turns the rest of the line around. */
const HOSTILE = '004_pets\u2028globalThis.pwned = 1\u202e'

const PROJECT = {
  'package.json': '{ "type": "module" }',
  'migrations/001_people.ts': migration(`
    await run('create table people (id int primary key, name text)')
    await run('create table labels (people int references people)')`),
  'migrations/002_names.ts': migration(`
    await run('alter table people rename name to full_name')
    await run('create index people_name on people (full_name)')`),
  'migrations/003_ages.ts': migration(`
    await run('alter table people add age int check (age > 0)')`),
  [`migrations/${HOSTILE}.ts`]: migration(`await run('create table pets (id int)')`),
  'migrations/005_later.ts': migration(`await run('alter table pets add name text')`),
}

const sectionsIn = (folder: string): readonly string[] =>
  readFileSync(join(folder, '001_baseline.ts'), 'utf8')
    .split('\n')
    .flatMap((line) => /^ {2}\/\/ (Tables.*|Indexes.*)$/.exec(line)?.[1] ?? [])

/** The comments of a baseline that name migrations, each with the statement below it. */
const saidIn = (folder: string): readonly string[] =>
  readFileSync(join(folder, '001_baseline.ts'), 'utf8')
    .split('\n')
    .flatMap((line, place, lines) =>
      line.startsWith('  // From ')
        ? [
            `${line.trim()} | ${lines
              .slice(place + 1, place + 3)
              .join(' ')
              .replaceAll(/\s+/g, ' ')
              .trim()}`,
          ]
        : [],
    )

test('on request the baseline names above each object the migrations it comes from', async () => {
  const cwd = projectFolder(PROJECT)
  const env = { REBASELINE_SERVER_URL: testServer(18).url.reveal() }
  const call = (...words: string[]): Promise<Ended> => cli(words, { cwd, env })
  const out = join(cwd, 'baseline')
  const first = await call('generate', '--origins', '--squash-to', '004', '--out', out)
  expect(first).toMatchObject({ code: 0 })
  expect(saidIn(out)).toEqual([
    "// From 001_people; touched by 002_names, 003_ages | await db.schema .createTable('public.people')",
    "// From 001_people | await db.schema .createTable('public.labels')",
    String.raw`// From 004_pets\u2028globalThis.pwned = 1\u202e | await db.schema .createTable('public.pets')`,
    "// From 002_names | await db.schema .createIndex('people_name')",
  ])
  rmSync(out, { recursive: true })

  const said =
    "{ origins: true, sections: 'domains', domains: { 'a\\u2028b': ['pets'], mail: ['labels'] } }"
  writeFileSync(join(cwd, 'rebaseline.config.ts'), `export default ${said}\n`)
  expect(await call('verify')).toMatchObject({ code: 0 })
  const drafts = join(cwd, '.rebaseline/drafts')
  expect(sectionsIn(drafts)).toEqual([
    'Tables',
    String.raw`Tables: a\u2028b`,
    'Tables: mail',
    'Indexes',
  ])
  expect(saidIn(drafts)).toContainEqual(
    expect.stringContaining('\\u202e; touched by 005_later | await'),
  )

  const refused = await call('verify', '--baseline', 'baseline', '--origins')
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--origins is about') })
  const live = ['--database', 'postgres://ada@127.0.0.1:1/x', '--origins', '--out', out]
  expect(await call('generate', ...live)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('names migrations, and the old side is not built by any'),
  })
})
