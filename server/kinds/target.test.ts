import { expect, test } from 'vitest'
import { commentTarget, privilegeTarget, targetOf } from './target.ts'

const address = (type: string, names: string[], args: string[] = []) => ({ type, names, args })

test.each([
  [address('table', ['a.b', 'c"d']), 'TABLE "a.b"."c""d"'],
  [address('materialized view column', ['s', 'v', 'c']), 'COLUMN "s"."v"."c"'],
  [address('table constraint', ['s', 't', 'k']), 'CONSTRAINT "k" ON "s"."t"'],
  [address('domain constraint', ['s."d"'], ['k.1']), 'CONSTRAINT "k.1" ON DOMAIN s."d"'],
  [address('trigger', ['s', 't', 'x']), 'TRIGGER "x" ON "s"."t"'],
  [address('type', ['s."T"']), 'TYPE s."T"'],
  [address('function', ['s', 'f'], ['integer', 's."T"[]']), 'FUNCTION "s"."f"(integer, s."T"[])'],
  [address('aggregate', ['s', 'a']), 'AGGREGATE "s"."a"(*)'],
  [address('aggregate', ['s', 'a'], ['integer']), 'AGGREGATE "s"."a"(integer)'],
  [address('procedure', ['s', 'p'], ['integer', 'text']), 'PROCEDURE "s"."p"(IN integer, IN text)'],
  [address('operator', ['s', '<@'], ['integer', 'text']), 'OPERATOR "s".<@ (integer, text)'],
  [address('operator', ['s', '!'], ['integer']), 'OPERATOR "s".! (NONE, integer)'],
  [address('operator class', ['btree', 's', 'o']), 'OPERATOR CLASS "s"."o" USING "btree"'],
  [address('cast', ['s.e'], ['integer']), 'CAST (s.e AS integer)'],
  [address('transform', ['s.e'], ['plperl']), 'TRANSFORM FOR s.e LANGUAGE "plperl"'],
  [address('large object', ['99']), 'LARGE OBJECT 99'],
])('COMMENT ON names $type', (target, sql) => {
  expect(commentTarget(target)).toBe(sql)
})

test('what no statement can name is a defect', () => {
  expect(() => commentTarget(address('default value', ['s', 't', 'c']))).toThrow('default value')
})

test('GRANT names a column by its table, and every relation a table', () => {
  const column = address('view column', ['s', 'v', 'c"'])
  expect(privilegeTarget(column)).toStrictEqual({ object: 'TABLE "s"."v"', columns: ' ("c""")' })
  const view = address('materialized view', ['s', 'v'])
  expect(privilegeTarget(view)).toStrictEqual({ object: 'TABLE "s"."v"', columns: '' })
})

test('GRANT knows aggregates as functions, without a star', () => {
  const { object } = privilegeTarget(address('aggregate', ['s', 'a']))
  expect(object).toBe('FUNCTION "s"."a"()')
})

test('the target of what is attached is its address without the kind and the qualifier', () => {
  const attached = { kind: 'privilege', ...NOTHING } as const
  const own = address('privilege on function', ['s', 'f'], ['integer', 'bob'])
  expect(targetOf({ ...attached, address: own }, true)).toStrictEqual(
    address('function', ['s', 'f'], ['integer']),
  )
})

const NOTHING = {
  key: '',
  parent: null,
  attributes: {},
  dependsOn: [],
  ownedBy: [],
  references: [],
}
