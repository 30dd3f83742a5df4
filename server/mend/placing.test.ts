import fc from 'fast-check'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { sqlTemplate } from '../baseline/kysely-source.ts'
import { modelOf } from '../testing/compared-run.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf, type CatalogObject } from '../../shared/model.ts'
import { stepsOf } from './acts.ts'
import type { Changes } from './changes.ts'
import { insertStatements, removeBlocks } from './insert.ts'
import { readMigration } from './migration-text.ts'
import { placesFor, type MendStatement } from './placing.ts'

const FILE = '001_baseline.ts'

function object(
  kind: Kind,
  names: readonly string[],
  more: Partial<CatalogObject> = {},
): CatalogObject {
  const address = { type: kind, names, args: [] }
  return {
    key: keyOf(address),
    kind,
    address,
    parent: null,
    dependsOn: [],
    attributes: {},
    ...more,
  } as CatalogObject
}

const table = (name: string, ...needs: readonly CatalogObject[]): CatalogObject =>
  object('table', ['public', name], { dependsOn: needs.map(({ key }) => key) })
const index = (name: string, on: CatalogObject): CatalogObject =>
  object('index', ['public', on.address.names.at(-1) ?? '', name], { parent: on.key })
const says = ({ kind, address }: CatalogObject): string => {
  const [name = '', on = ''] = address.names
    .toReversed()
    .map((each) => `"${each.replaceAll('"', '""')}"`)
  return kind === 'index' ? `CREATE INDEX ${name} ON ${on} (id)` : `CREATE TABLE ${name} (id int)`
}
const statementFor = (each: CatalogObject): MendStatement => ({
  sql: says(each),
  key: each.key,
  kind: each.kind,
})

const textOf = (body: readonly string[], more = ''): string =>
  `import { sql } from 'kysely'\nexport async function up(db) {\n${body.map((line) => `  ${line}\n`).join('')}}\n${more}`
const run = (sql: string, db = 'db'): string => `await ${sqlTemplate(sql)}.execute(${db})`

function stepsIn(text: string) {
  const read = readMigration(FILE, text)
  if ('why' in read) throw new Error(read.why)
  return stepsOf(read.migration)
}

/** Where each goes that rebuilt lacks; the rest of the objects stands there. */
function placesIn(
  text: string,
  lacking: readonly CatalogObject[],
  there: readonly CatalogObject[],
): readonly (number | null)[] {
  const changes = {
    sides: { old: modelOf([...there, ...lacking]), naming: { keyInRebuilt: (key: string) => key } },
    created: new Set(lacking.map(({ key }) => key)),
    dropped: new Set(),
    released: new Map(),
    altered: new Map(),
    renamed: new Set(),
  } as unknown as Changes
  return placesFor(stepsIn(text), lacking.map(statementFor), changes)
}

/** The text of the step that it stands after; null for the end. */
function after(
  text: string,
  lacking: CatalogObject,
  there: readonly CatalogObject[],
): string | null {
  const [place = null] = placesIn(text, [lacking], there)
  const step = place === null ? undefined : stepsIn(text)[place]
  return step === undefined ? null : text.slice(step.start, step.end)
}

const USERS = table('users')
const ROOMS = table('rooms')
const BY_ID = index('by_id', USERS)
const [MAKES_USERS, MAKES_ROOMS] = [run(says(USERS)), run(says(ROOMS))]

describe('a statement stands', () => {
  test('after what it needs', () => {
    const text = textOf([MAKES_USERS, MAKES_ROOMS])
    expect(after(text, BY_ID, [USERS, ROOMS])).toBe(MAKES_USERS)
  })

  test('after the last of its kind on its table', () => {
    const other = run('CREATE INDEX other ON users (id)')
    const text = textOf([MAKES_USERS, MAKES_ROOMS, other, run('COMMENT ON TABLE rooms IS null')])
    expect(after(text, BY_ID, [USERS, ROOMS])).toBe(other)
  })

  test('after the tables, where a draft has those together', () => {
    const text = textOf([MAKES_USERS, MAKES_ROOMS, run('CREATE INDEX x ON rooms (id)')])
    expect(after(text, table('more', USERS), [USERS, ROOMS])).toBe(MAKES_ROOMS)
  })

  test('before what only looks, names another table or adds to its own', () => {
    const rest = [
      run("COMMENT ON TABLE users IS 'people'"),
      run('UPDATE rooms SET id = 1'),
      run('ALTER TABLE users ADD CHECK (id > 0)'),
    ]
    expect(after(textOf([MAKES_USERS, ...rest]), BY_ID, [USERS])).toBe(MAKES_USERS)
  })

  test('in the function that makes what it needs, under the name of the database there', () => {
    const helper = `async function tables(k) {\n  if (k.done) return\n  ${run(says(USERS), 'k')}\n}\n`
    const text = textOf(['await tables(db)'], helper)
    expect(after(text, BY_ID, [USERS])).toBe(run(says(USERS), 'k'))
  })
})

describe('a statement stays at the end where what follows', () => {
  test.each([
    ['changes the rows of its table', run('UPDATE users SET id = 1')],
    ['takes its table away', run('DROP TABLE users')],
    ['may do anything', run('DO $$ begin end $$')],
    ['calls what is not known', 'await more(db)'],
    [
      'has a text that is only known when it runs',
      'await sql`drop table ${sql.id(name)}`.execute(db)',
    ],
    ['makes what has its name', run('CREATE VIEW by_id AS SELECT 1')],
  ])('%s', (_, later) => {
    expect(after(textOf([MAKES_USERS, later]), BY_ID, [USERS])).toBeNull()
  })

  test.each([
    ['no step makes what it needs', textOf([MAKES_ROOMS])],
    [
      'more than one step may have made what it needs',
      textOf([MAKES_USERS, run('CREATE TABLE b.users (id int)')]),
    ],
    ['the text names its table in a comment alone', textOf([`// ${says(USERS)}`, MAKES_ROOMS])],
    ['another text has the words of a statement in it', textOf([`await one('${says(USERS)}')`])],
  ])('or where %s', (_, text) => {
    expect(after(text, BY_ID, [USERS, ROOMS])).toBeNull()
  })

  test('or what it needs stays there itself', () => {
    const text = textOf([MAKES_ROOMS])
    const lacking = table('more', table('nowhere'))
    expect(placesIn(text, [lacking, index('of_more', lacking)], [ROOMS])).toEqual([null, null])
  })
})

test('of random drafts and random mends the text parses, keeps every byte, makes each thing once and after what it needs, and is undone exactly', () => {
  const names = ['users', 'we`ird', '${x}', 'a"b', 'Größe', 'where', "o'clock"]
  const tables = names.map((name) => table(name))
  const objects = [...tables, ...tables.map((each, place) => index(`${names[place]} by id`, each))]
  let beside = 0
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        objects.map((_, place) => place),
        { minLength: objects.length },
      ),
      fc.subarray(objects.map((_, place) => place)),
      fc.infiniteStream(fc.constantFrom('', '', '// `${ */', 'const a = 1 // {')),
      (order, removed, notes) => {
        const valid: CatalogObject[] = []
        for (const place of order) {
          const each = objects[place]
          const on = tables.find(({ key }) => key === each?.parent)
          for (const one of [on, each]) if (one && !valid.includes(one)) valid.push(one)
        }
        const gone = new Set(removed.map((place) => objects[place]))
        const isGone = (each: CatalogObject): boolean =>
          gone.has(each) || tables.some((one) => one.key === each.parent && gone.has(one))
        const [lacking, there] = [valid.filter(isGone), valid.filter((each) => !isGone(each))]
        const body = there.flatMap((each) => [
          ...[notes.next().value ?? ''].map((note, at) =>
            note.replace('const a', `const a${there.indexOf(each)}${at}`),
          ),
          run(says(each)),
        ])
        const text = textOf(body)
        const steps = stepsIn(text)
        const places = placesIn(text, lacking, there)
        beside += places.filter((place) => place !== null).length
        const inserted = insertStatements(FILE, text, {
          first: [],
          last: lacking.filter((_, at) => places[at] === null).map(statementFor),
          settings: {},
          about: 'Added.',
          beside: steps.flatMap((step, place) => {
            const statements = lacking.filter((_, at) => places[at] === place).map(statementFor)
            return statements.length === 0
              ? []
              : [{ step, statements, settings: {}, about: 'Beside.' }]
          }),
        })
        if ('why' in inserted) throw new Error(inserted.why)
        expect(parseSync(FILE, inserted.text).errors).toEqual([])
        expect(removeBlocks(inserted.text, inserted.blocks)).toBe(text)
        const made = (each: CatalogObject): number => inserted.text.indexOf(run(says(each)))
        for (const each of objects) {
          expect(inserted.text.split(run(says(each)))).toHaveLength(2)
          const on = tables.find(({ key }) => key === each.parent)
          if (on) expect(made(on)).toBeLessThan(made(each))
        }
      },
    ),
    { numRuns: 150 },
  )
  expect(beside).toBeGreaterThan(100)
})
