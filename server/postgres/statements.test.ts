import { expect, test } from 'vitest'
import { partsOf, statementsOf } from './statements.ts'

test.each<[string, string, string[]]>([
  ['semicolons', 'select 1; select 2', ['select 1', 'select 2']],
  ['nothing between them', ';; select 1 ;;\n', ['select 1']],
  [
    'texts',
    "select ';', ''';', e'\\';', \"a;b\"; select 2",
    ["select ';', ''';', e'\\';', \"a;b\"", 'select 2'],
  ],
  [
    'a backslash at the end of a plain text',
    "select 'a\\'; select 2",
    ["select 'a\\'", 'select 2'],
  ],
  [
    'comments',
    '-- a;\nselect 1 -- b;\n; /* c; /* d; */ e; */ select 2',
    ['select 1 -- b;', 'select 2'],
  ],
  [
    'bodies',
    'do $$ a; b $$; do $x$ a; $$ $x$; select a$b, c$d; select 2',
    ['do $$ a; b $$', 'do $x$ a; $$ $x$', 'select a$b, c$d', 'select 2'],
  ],
  [
    'rules',
    'create rule r as on insert to t do (delete from a; delete from b); select 2',
    ['create rule r as on insert to t do (delete from a; delete from b)', 'select 2'],
  ],
  [
    'atomic bodies',
    'create function f() returns int begin atomic select case when true then 1 end; select 2; end; begin; commit',
    [
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end',
      'begin',
      'commit',
    ],
  ],
  ['what is never closed', "select 'a; b", ["select 'a; b"]],
])('a script is told apart by its statements: %s', (_what, script, texts) => {
  const found = statementsOf(script)
  expect(found.map(({ text }) => text)).toEqual(texts)
  for (const { text, start } of found) expect(script.startsWith(text, start)).toBe(true)
})

test('rows and commands for psql stand among the statements', () => {
  const script = [
    '\\restrict abc',
    "select 'copy x from stdin;';",
    'COPY a.b (c, "d;e") FROM stdin;',
    "it's; \\\\. $$",
    '\\.',
    '',
    '\\connect -reuse-previous=on "dbname=\'x\'"',
    'copy empty from stdin;\n\\.',
    'select 2; copy t from stdin;',
    'no end',
  ].join('\n')
  const told = partsOf(script).map(({ is, text, rows }) => [
    is,
    text,
    ...(rows ? [script.slice(rows.start, rows.end)] : []),
  ])
  expect(told).toEqual([
    ['command', '\\restrict abc'],
    ['statement', "select 'copy x from stdin;'"],
    ['statement', 'COPY a.b (c, "d;e") FROM stdin', "it's; \\\\. $$\n"],
    ['command', '\\connect -reuse-previous=on "dbname=\'x\'"'],
    ['statement', 'copy empty from stdin', ''],
    ['statement', 'select 2'],
    ['statement', 'copy t from stdin', 'no end'],
  ])
})
