import { expect, test } from 'vitest'
import { entriesOf } from './entries.ts'
import { secondOpinion } from './opinion.ts'

const dump = (...entries: readonly string[]): string =>
  [
    '--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n',
    "SET default_tablespace = '';\n",
    ...entries,
    '--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc\n',
  ].join('\n')
const entry = (type: string, name: string, text: string, schema = 'public'): string =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: me\n--\n\n${text}\n\n`
const side = (...entries: readonly string[]) => ({ text: dump(...entries), migratingRole: 'me' })
const none = { findings: [], noticed: [] }

test('a dump is taken apart by its heads, whatever its frame', () => {
  const entries = entriesOf(
    dump(
      entry('TABLE', 'works', 'CREATE TABLE public.works (\n    id integer\n);'),
      entry('SCHEMA', 'app', 'CREATE SCHEMA app;', '-'),
    ),
  )
  expect([...entries].map(([title, { text }]) => [title, text])).toEqual([
    [
      'TABLE public works',
      "-- default_tablespace = ''\nCREATE TABLE public.works (\n    id integer\n);",
    ],
    ['SCHEMA app', 'CREATE SCHEMA app;'],
  ])
})

test('a name may hold what JavaScript takes for the end of a line', () => {
  const table = (name: string): string =>
    entry(
      'TABLE',
      name,
      `CREATE TABLE "a\u2028b".${name} ();\n\nALTER TABLE "a\u2028b".${name} REPLICA IDENTITY NOTHING;`,
      'a\u2028b',
    )
  const entries = entriesOf(dump(table('x'), table('y')))
  expect([...entries.keys()]).toEqual(['TABLE a\u2028b x', 'TABLE a\u2028b y'])
  expect([...entries.values()].filter(({ text }) => text.includes('NOTHING'))).toEqual([])
})

test('a tablespace counts for the tables after it', () => {
  const table = (name: string): string => entry('TABLE', name, `CREATE TABLE public.${name} ();`)
  const moved = 'SET default_tablespace = fast;\n\n'
  const { findings } = secondOpinion(
    side(table('a'), moved, table('b')),
    side(moved, table('a'), table('b')),
    none,
  )
  expect(findings.map(({ address }) => address.names)).toEqual([['TABLE public a']])
})

test('what only stands in another order is the same', () => {
  const grants = ['GRANT ALL ON TABLE public.a TO b;', 'GRANT SELECT ON TABLE public.a TO c;']
  const table = entry('TABLE', 'a', "CREATE TABLE public.a ()\nWITH (fillfactor='70', x.y='1');")
  const other = entry('TABLE', 'a', "CREATE TABLE public.a ()\nWITH (x.y='1', fillfactor='70');")
  const acl = (lines: readonly string[]): string => entry('ACL', 'TABLE a', lines.join('\n'))
  const opinion = secondOpinion(
    side(table, acl(grants)),
    side(acl(grants.toReversed()), other),
    none,
  )
  expect(opinion).toEqual({ entries: 2, explained: 0, findings: [] })
})

test('a security option of a view that goes without saying is the same as one that is told', () => {
  const view = (options: string): string =>
    entry('VIEW', 'a', `CREATE VIEW public.a${options} AS\n SELECT 1;`)
  const opinion = (one: string, other: string) =>
    secondOpinion(side(view(one)), side(view(other)), none)
  expect(opinion(" WITH (security_barrier='false')", '').findings).toEqual([])
  expect(
    opinion(
      " WITH (security_barrier='on', security_invoker='off')",
      " WITH (security_barrier='true')",
    ).findings,
  ).toEqual([])
  expect(opinion(" WITH (security_barrier='true')", '').findings).toHaveLength(1)
})

test('the migrating role stands for the one of the other side, in what names roles alone', () => {
  const named = (role: string, body: string): string =>
    entry(
      'FUNCTION',
      'f()',
      `CREATE FUNCTION f() AS $$${body}$$;\n\nALTER FUNCTION f() OWNER TO ${role};`,
    )
  const mine = { text: dump(named('me', 'me')), migratingRole: 'me' }
  const theirs = (role: string, body: string) => ({
    text: dump(named(role, body)),
    migratingRole: 'We "all"',
  })
  expect(secondOpinion(mine, theirs('"We ""all"""', 'me'), none).findings).toEqual([])
  expect(secondOpinion(mine, theirs('"We ""all"""', 'us'), none).findings).toHaveLength(1)
  expect(secondOpinion(mine, theirs('somebody', 'me'), none).findings).toHaveLength(1)
})

test('a migrating role that is a word of SQL, or is called as a schema and a table, is one all the same', () => {
  const of = (role: string, printed: string) => {
    const said = [
      `ALTER TABLE app."user" OWNER TO ${printed};`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${printed} IN SCHEMA app GRANT SELECT ON TABLES TO reader;`,
      `GRANT SELECT ON TABLE app.app TO ${printed} WITH GRANT OPTION;`,
    ]
    return { text: dump(entry('TABLE', 'user', said.join('\n'))), migratingRole: role }
  }
  const postgres = of('postgres', 'postgres')
  for (const side of [of('user', '"user"'), of('app', 'app')]) {
    expect(secondOpinion(side, postgres, none).findings).toEqual([])
  }
  expect(secondOpinion(of('reader', 'app'), postgres, none).findings).toHaveLength(1)
})

test('a comment that is acceptable explains its own text, with quotes or the name of its table in it', () => {
  const comment = (text: string): string =>
    entry('COMMENT', 'TABLE works', `COMMENT ON TABLE public.works IS '${text}';`)
  const address = { type: 'comment on table', names: ['public', 'works'], args: [] }
  const known = (old: string, rebuilt: string) => ({
    findings: [
      {
        class: 'comment',
        kind: 'comment',
        change: 'changed',
        address,
        attributes: [{ name: 'text', old, rebuilt }],
      } as const,
    ],
    noticed: [address],
  })
  const opinion = (old: string, rebuilt: string, printed: string) =>
    secondOpinion(side(comment(old)), side(comment(printed)), known(old, rebuilt)).findings
  expect(opinion('works', 'the works', 'the works')).toEqual([])
  expect(opinion('works', 'the works', 'some works')).toHaveLength(1)
  const quoted = known("it's", "it's new")
  const texts = [comment("it''s"), comment("it''s new")].map((text) => side(text))
  expect(secondOpinion(texts[0] ?? side(), texts[1] ?? side(), quoted).findings).toEqual([])
})

test.each(['Z\r', 'two\nlines', 'Camel Case', 'a "quoted" one', 'it"s'])(
  'a comment on a table called %j is known by that name',
  (name) => {
    const ident = `"${name.replaceAll('"', '""')}"`
    const comment = (text: string): string =>
      entry(
        'COMMENT',
        `TABLE ${ident.replaceAll(/[\r\n]/g, ' ')}`,
        `COMMENT ON TABLE public.${ident} IS '${text}';`,
      )
    const opinion = (called: string) => {
      const address = { type: 'comment on table', names: ['public', called], args: [] }
      const attributes = [{ name: 'text', old: 'old', rebuilt: 'new' }]
      const finding = {
        class: 'comment',
        kind: 'comment',
        change: 'changed',
        address,
        attributes,
      } as const
      const known = { findings: [finding], noticed: [address] }
      return secondOpinion(side(comment('old')), side(comment('new')), known).findings
    }
    expect(opinion(name)).toEqual([])
    expect(opinion('another')).toHaveLength(1)
  },
)

test('what is said of a column is known by it where the name of its table has several lines', () => {
  const sequence = (how: string): string =>
    entry(
      'SEQUENCE',
      'a_seq',
      `ALTER TABLE public."two\nlines" ALTER COLUMN "1st" ADD GENERATED ${how} AS IDENTITY (\n    SEQUENCE NAME public.a_seq\n);`,
    )
  const opinion = (column: string) => {
    const address = { type: 'table column', names: ['public', 'two\nlines', column], args: [] }
    const attributes = [{ name: 'identity', old: 'always', rebuilt: 'by default' }]
    const finding = {
      class: 'structural',
      kind: 'column',
      change: 'changed',
      address,
      attributes,
    } as const
    const known = { findings: [finding], noticed: [address] }
    return secondOpinion(side(sequence('ALWAYS')), side(sequence('BY DEFAULT')), known).findings
  }
  expect(opinion('1st')).toEqual([])
})

test('an acceptable finding explains what it says and nothing else', () => {
  const check = (text: string): string =>
    entry(
      'TABLE',
      'a',
      `CREATE TABLE public.a (\n    id integer,\n    CONSTRAINT c CHECK (${text})\n);`,
    )
  const address = { type: 'table constraint', names: ['public', 'a', 'c'], args: [] }
  const finding = {
    class: 'printed',
    kind: 'constraint',
    change: 'changed',
    address,
    attributes: [{ name: 'expression', old: 'x = 1', rebuilt: '(x = 1)' }],
  } as const
  const known = { findings: [finding], noticed: [address] }
  expect(secondOpinion(side(check('x = 1')), side(check('(x = 1)')), known).findings).toEqual([])
  const { findings } = secondOpinion(side(check('x = 1')), side(check('(x = 2)')), known)
  expect(findings).toMatchObject([{ class: 'unmodeled', change: 'changed' }])
})

test.each([
  ['SERVER', 'CREATE SERVER s FOREIGN DATA WRAPPER w'],
  ['FOREIGN DATA WRAPPER', 'CREATE FOREIGN DATA WRAPPER s'],
  ['FOREIGN TABLE', 'CREATE FOREIGN TABLE s (\n    id integer\n)\nSERVER s\n'],
  ['FOREIGN TABLE', 'ALTER FOREIGN TABLE s ALTER COLUMN id'],
])('secrets among the options of a %s are not kept, other options are: %s', (type, told) => {
  const foreign = (secret: string, host: string): string =>
    entry(
      type,
      's',
      `${told} OPTIONS (\n    "api.api_key" '${secret}',\n    dsn 'x Password=${secret.trim()} y',\n    host '${host}',\n    url 'https://me:${secret.trim()}@there'\n);`,
      '-',
    )
  const opinion = (secret: string, host: string) =>
    secondOpinion(side(foreign("hunter''2\n", 'here')), side(foreign(secret, host)), none)
  expect(opinion('swordfish', 'here').findings).toEqual([])
  const { findings } = opinion('swordfish', 'there')
  expect(findings).toHaveLength(1)
  expect(JSON.stringify(findings)).not.toMatch(/hunter|swordfish/)
})

test('secrets of user mappings are not kept', () => {
  const mapping = (secret: string): string =>
    entry('USER MAPPING', 'USER MAPPING me SERVER s', `OPTIONS (password '${secret}')`, '-')
  const opinion = secondOpinion(side(mapping('one')), side(mapping('two')), none)
  expect(JSON.stringify(opinion)).not.toMatch(/one|two/)
})

test('what only one dump holds is not explained by a comment on the table that it is of', () => {
  const index = entry('INDEX', 'a_x_idx', 'CREATE INDEX a_x_idx ON public.a USING btree (x);')
  const address = { type: 'comment on table', names: ['public', 'a'], args: [] }
  const finding = {
    class: 'comment',
    kind: 'comment',
    change: 'missing',
    address,
    attributes: [],
  } as const
  const known = { findings: [finding], noticed: [address] }
  const said = entry('COMMENT', 'TABLE a', "COMMENT ON TABLE public.a IS 'x';")
  const { findings } = secondOpinion(side(index, said), side(), known)
  expect(findings.map((each) => each.address.names)).toEqual([['INDEX public a_x_idx']])
})

test('how a trigger with a number for a name is set stands in no entry', () => {
  const count = (name: string, sql: string) =>
    entriesOf(
      `--\n-- Name: works ${name}; Type: TRIGGER; Schema: public; Owner: -\n--\n\n${sql}\n\n`,
    ).size
  const set = 'ALTER TABLE public.works DISABLE TRIGGER "RI_ConstraintTrigger_c_34853";'
  expect(count('RI_ConstraintTrigger_c_34853', set)).toBe(0)
  expect(count('RI_ConstraintTrigger_c_34853', `CREATE TRIGGER x;\n${set}`)).toBe(1)
  expect(count('heard', set)).toBe(1)
})
