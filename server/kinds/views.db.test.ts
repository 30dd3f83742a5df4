import { describe, expect, test } from 'vitest'
import { attributesOf, builtTwice, HOSTILE, objectsOf } from '../testing/built-twice.ts'
import { ident, literal } from './sql.ts'

const hostileColumns = HOSTILE.map((name) => `${literal(name)} as ${ident(name)}`).join(', ')

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('a view has a definition and its options', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create table t (a int, b text);
       create view plain as select 1 as one;
       create view strict with (security_barrier = 1, security_invoker) as select * from t where a > 1 with local check option;
       create view "above ""it""" with (check_option = cascaded, security_barrier = off) as select a as "x.y" from strict;
       create view odd as select ${hostileColumns};`,
    )
    const views = attributesOf(old, 'view')
    const options = { checkOption: null, securityBarrier: false, securityInvoker: false }
    expect(views['public | plain']).toStrictEqual({
      definition: ' SELECT 1 AS one',
      ...options,
      columns: ['NULL::integer AS one'],
    })
    expect(views['public | strict']).toMatchObject({
      checkOption: 'LOCAL',
      securityBarrier: true,
      securityInvoker: true,
    })
    expect(views['public | above "it"']).toMatchObject({ ...options, checkOption: 'CASCADED' })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a materialized view has its settings, and is filled only where it was', async () => {
    const { old, rebuilt, statements } = await builtTwice(
      major,
      `create table t (a int, b text);
       create materialized view filled with (fillfactor = 50, toast.autovacuum_enabled = false) as
         select a, b, ${hostileColumns} from t;
       create materialized view bare as select b from filled with no data;
       alter materialized view filled alter column b set storage external, alter column b set statistics 0,
         alter column b set (n_distinct = -0.5, n_distinct_inherited = 3), alter column b set compression pglz,
         alter column "dot.ted" set statistics 77;`,
    )
    const views = attributesOf(old, 'materialized-view')
    expect(views['public | filled']).toStrictEqual({
      definition: expect.stringMatching(/^ SELECT .*\n {3}FROM public.t$/s),
      populated: true,
      options: ['fillfactor=50', 'toast.autovacuum_enabled=false'],
      tablespace: null,
      accessMethod: 'heap',
      statistics: [
        ['b', '0'],
        ['dot.ted', '77'],
      ],
      storage: [['b', 'EXTERNAL']],
      compression: [['b', 'pglz']],
      columnOptions: [['b', 'n_distinct=-0.5, n_distinct_inherited=3']],
      replicaIdentity: 'DEFAULT',
      extensions: [],
      columns: expect.arrayContaining([
        'NULL::integer AS a',
        'NULL::text AS b',
        'NULL::text AS "dot.ted"',
      ]),
    })
    expect(views['public | bare']).toMatchObject({ populated: false, options: [], statistics: [] })
    expect(statements.filter((sql) => sql.startsWith('REFRESH'))).toStrictEqual([
      'REFRESH MATERIALIZED VIEW "public"."filled"',
    ])
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })
})
