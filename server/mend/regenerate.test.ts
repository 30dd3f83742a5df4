import { describe, expect, test } from 'vitest'
import { TYPESCRIPT } from '../baseline/migration-form.ts'
import { migrationSource } from '../baseline/migration-source.ts'
import type { PlannedStatement } from '../baseline/plan.ts'
import { titleOf, written } from '../baseline/write.ts'
import { modelOf } from '../testing/compared-run.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf, type CatalogObject } from '../../shared/model.ts'
import { regenerate, type Regenerated } from './regenerate.ts'
import { unitOf } from './unit.ts'

const FILE = '001_baseline.ts'

function object(
  kind: Kind,
  names: readonly string[],
  { on = null, needs = [] }: { on?: CatalogObject | null; needs?: readonly CatalogObject[] } = {},
): CatalogObject {
  const address = { type: kind, names, args: [] }
  const dependsOn = [...needs, ...(on ? [on] : [])].map(({ key }) => key)
  const parent = on?.key ?? null
  return { kind, key: keyOf(address), address, parent, attributes: {}, dependsOn, references: [] }
}

const MOOD = object('enum', ['public.mood'])
const USERS = object('table', ['public', 'users'], { needs: [MOOD] })
const EMAIL = object('column', ['public', 'users', 'email'], { on: USERS })
const BY_EMAIL = object('index', ['public', 'by_email'], { on: USERS })
const ROOMS = object('table', ['public', 'rooms'], { needs: [USERS] })
const NULLS = object('index', ['public', 'by_nulls'], { on: ROOMS })
const ABOUT_USERS = object('comment', ['public', 'users'], { on: USERS })

const says = (
  { key, kind }: CatalogObject,
  sql: string,
  more: Partial<PlannedStatement> = {},
): PlannedStatement => ({ key, kind, sql, ...more })

const STATEMENTS = [
  says(MOOD, "CREATE TYPE public.mood AS ENUM ('calm', 'wild')"),
  says(USERS, 'CREATE TABLE public.users (email text, mood public.mood)', {
    kysely: "db.schema\n  .createTable('public.users')\n  .addColumn('email', 'text')",
  }),
  says(ROOMS, 'CREATE TABLE public.rooms (owner text)'),
  says(BY_EMAIL, 'CREATE INDEX by_email ON public.users (email)'),
  says(NULLS, 'CREATE UNIQUE INDEX by_nulls ON public.rooms (owner) NULLS NOT DISTINCT', {
    since: 15,
  }),
  says(ABOUT_USERS, "COMMENT ON TABLE public.users IS 'people'", { phase: 'late' }),
] as const

const model = modelOf([MOOD, USERS, EMAIL, BY_EMAIL, ROOMS, NULLS, ABOUT_USERS])
const settings = { check_function_bodies: 'off', search_path: '"public"' }

/** As a baseline is written, under its headings. */
const GENERATED = migrationSource(
  {
    about: 'All.',
    settings,
    checks: [],
    body: STATEMENTS.flatMap((each, place) => [
      ...(STATEMENTS[place - 1]?.kind === each.kind
        ? []
        : [...(place === 0 ? [] : ['']), `  // ${titleOf(each.kind)}`]),
      ...written(each, 'TypeScript'),
    ]),
    down: 'No.',
  },
  TYPESCRIPT,
)

const result = (draft: string, of: CatalogObject): Regenerated | { readonly why: string } =>
  regenerate(FILE, draft, { model, statements: STATEMENTS, settings }, unitOf(model, of))
function regenerated(draft: string, of: CatalogObject): Regenerated {
  const made = result(draft, of)
  if ('why' in made) throw new Error(made.why)
  return made
}
const why = (draft: string, of: CatalogObject): string => {
  const made = result(draft, of)
  return 'why' in made ? made.why : ''
}
const lineOf = (text: string, part: string): number =>
  text.slice(0, text.indexOf(part)).split('\n').length

describe('in a generated draft', () => {
  test('what is as it was generated stays as it is', () => {
    for (const each of [MOOD, USERS, ROOMS, BY_EMAIL, NULLS]) {
      expect(regenerated(GENERATED, each)).toMatchObject({
        text: GENERATED,
        replaced: 0,
        added: 0,
        removed: 0,
      })
    }
  })

  test('an edited chain is written anew, and every other edit is kept', () => {
    const mine = GENERATED.replace("'calm', 'wild'", "'calm'").replace(
      '  // Indexes\n',
      '  // Indexes, mine\n  await mine()\n',
    )
    const edited = mine.replace(".addColumn('email', 'text')", ".addColumn('email', 'varchar(9)')")
    expect(edited).not.toBe(mine)
    const made = regenerated(edited, USERS)
    expect(made).toMatchObject({ text: mine, replaced: 1, added: 0, removed: 0, unsure: [] })
    expect(made.line).toBe(lineOf(mine, 'await db.schema'))
  })

  test('what was deleted stands where it was generated, under its heading also where that went as well', () => {
    const lines = written(STATEMENTS[0], 'TypeScript').join('\n')
    const headless = GENERATED.replace(`  // Enum types\n${lines}\n\n`, '')
    const bare = GENERATED.replace(`${lines}\n`, '')
    expect(regenerated(bare, MOOD)).toMatchObject({ text: GENERATED, added: 1 })
    expect(regenerated(headless, MOOD).text).toContain(`\n${lines}\n`)
    const first = written(STATEMENTS[3], 'TypeScript').join('\n')
    expect(regenerated(GENERATED.replace(`${first}\n`, ''), BY_EMAIL).text).toBe(GENERATED)
  })

  test('a table takes along what belongs to it, also what somebody added to it', () => {
    const index = written(STATEMENTS[3], 'TypeScript').join('\n')
    const added = '  await sql`ALTER TABLE users ADD COLUMN more text`.execute(db)'
    const draft = GENERATED.replace(index, `${index.replace('(email)', '(mood)')}\n${added}`)
    expect(regenerated(draft, USERS)).toMatchObject({
      text: GENERATED,
      replaced: 1,
      added: 0,
      removed: 1,
    })
  })

  test('a mend of it goes with the words above it, where nothing else of the mend is left', () => {
    const about = '\n\n  // Added by Rebaseline: what was missing.\n'
    const of = (table: string): string =>
      `  await sql\`ALTER TABLE ${table} ADD x int\`.execute(db)`
    const [start = '', end = ''] = GENERATED.split('\n\n  for (const { name, value } of before')
    const draft = (lines: readonly string[]): string =>
      `${start}${lines.length === 0 ? '' : about}${lines.join('\n')}\n\n  for (const { name, value } of before${end}`
    expect(regenerated(draft([of('users'), of('users')]), USERS).text).toBe(draft([]))
    expect(regenerated(draft([of('users'), of('rooms')]), USERS).text).toBe(draft([of('rooms')]))
  })

  test('an index is written anew without its table', () => {
    const draft = GENERATED.replace("'email', 'text'", "'email', 'citext'").replace(
      '(email)`',
      '(x)`',
    )
    const wanted = GENERATED.replace("'email', 'text'", "'email', 'citext'")
    expect(regenerated(draft, BY_EMAIL)).toMatchObject({ text: wanted, replaced: 1 })
  })

  test('a warning above a statement comes and goes with it, once', () => {
    const [warning = '', statement = ''] = written(STATEMENTS[4], 'TypeScript')
    for (const draft of [
      GENERATED.replace(' NULLS NOT DISTINCT', ''),
      GENERATED.replace(`${warning}\n${statement}`, statement.replace('UNIQUE ', '')),
      GENERATED.replace(`${warning}\n${statement}\n`, ''),
    ]) {
      expect(regenerated(draft, NULLS).text).toBe(GENERATED)
    }
  })

  test('what now stands before something that it needs goes after that', () => {
    const [type, table] = [0, 1].map((at) =>
      written(STATEMENTS[at] ?? says(MOOD, ''), 'TypeScript').join('\n'),
    )
    const draft = GENERATED.replace(`${type}\n`, '')
      .replace("'email', 'text'", "'email', 'int'")
      .replace(/ {2}\/\/ Tables\n[^]*?execute\(\)\n/, (each) => `${each}${type}\n`)
    const made = regenerated(draft, USERS)
    expect(made).toMatchObject({ replaced: 1, added: 0, removed: 0 })
    expect(made.text.indexOf(type ?? '')).toBeLessThan(made.text.indexOf(table ?? ''))
    expect(made.text.split('createTable').length).toBe(2)
  })
})

describe('in a draft of another form', () => {
  const draftOf = (body: string, more = ''): string =>
    `import { sql } from 'kysely'\nexport async function up(trx) {\n${body}}\n${more}`
  const TYPE = "  await trx.schema.createType('mood').asEnum(['calm']).execute()\n"
  const TABLE =
    "  await trx.schema.createTable('users').addColumn('email', 'int').execute() // mine\n"
  const REST = '  await sql`create view names as select email from users`.execute(trx)\n'

  test('it is SQL at its place, and what belongs to it stands beside it', () => {
    const { text, replaced, added } = regenerated(draftOf(TYPE + TABLE + REST), USERS)
    expect(text).toBe(
      draftOf(
        `${TYPE}  // Written anew by Rebaseline, as it was generated.
  await sql\`CREATE TABLE public.users (email text, mood public.mood)\`.execute(trx) // mine

  // Written anew by Rebaseline, as it was generated.
  await sql\`CREATE INDEX by_email ON public.users (email)\`.execute(trx)
  await sql\`COMMENT ON TABLE public.users IS 'people'\`.execute(trx)
${REST}`,
      ),
    )
    expect([replaced, added]).toEqual([1, 2])
    expect(regenerated(text, USERS)).toMatchObject({ text, replaced: 0, added: 0, removed: 0 })
  })

  test('in the function that makes it, under the name of the database there', () => {
    const helper =
      'async function types(k) {\n  await sql`create type mood as enum ()`.execute(k)\n}\n'
    const { text } = regenerated(draftOf(`  await types(trx)\n${TABLE}`, helper), MOOD)
    expect(text).toContain("AS ENUM ('calm', 'wild')`.execute(k)\n}")
  })

  test('what is not there yet stands before what names it, and after what it needs', () => {
    expect(regenerated(draftOf(TYPE + REST), USERS).text).toMatch(
      /createType[^]*CREATE TABLE public\.users[^]*create view/,
    )
    expect(why(draftOf(REST + TYPE), USERS)).toBe(
      'line 3 names it, and stands before line 4, which it needs',
    )
  })

  test('lines of which only a run tells what they make are told where something was added', () => {
    const loop =
      '  for (const name of names) await sql.raw(`create trigger ${name}`).execute(trx)\n'
    expect(regenerated(draftOf(loop + TYPE + TABLE), USERS).unsure).toEqual([3])
    expect(regenerated(draftOf(loop + TYPE), MOOD).unsure).toEqual([])
  })
})

describe('nothing is done, and it is said why', () => {
  test('where a statement makes it together with something else', () => {
    const both = 'sql`create type mood as enum (); create table users ()`'
    const draft = `import { sql } from 'kysely'\nexport async function up(db) {\n  await ${both}.execute(db)\n}\n`
    expect(why(draft, USERS)).toBe('line 3 makes or changes it together with something else')
  })

  test('where a text does not tell what it does to it', () => {
    const draft = GENERATED.replace(
      '  // Indexes\n',
      "  // Indexes\n  await audited(db, 'users')\n",
    )
    expect(why(draft, USERS)).toBe(
      `line ${lineOf(draft, 'await audited')} names it, and its text does not tell what it does to it`,
    )
    expect(why(draft, ROOMS)).toBe('')
  })

  test('where two schemas have one of its name, and a statement does not say whose', () => {
    const other = object('table', ['other', 'users'])
    const two = modelOf([...model.objects.values(), other])
    const draft = GENERATED.replace("createTable('public.users')", "createTable('users')")
    const asked = { model: two, statements: STATEMENTS, settings }
    expect(regenerate(FILE, draft, asked, unitOf(two, USERS))).toEqual({
      why: `line ${lineOf(draft, 'await db.schema')} names it, and its text does not tell what it does to it`,
    })
  })

  test('where the draft does not parse', () => {
    expect(why(`${GENERATED}}`, USERS)).toMatch(/can't be read as TypeScript/)
  })
})
