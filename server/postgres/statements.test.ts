import { expect, test } from 'vitest'
import { statementsOf } from './statements.ts'

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
