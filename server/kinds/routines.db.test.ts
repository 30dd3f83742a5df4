import { describe, expect, test } from 'vitest'
import { attributesOf, builtTwice, HOSTILE, objectsOf } from '../testing/built-twice.ts'
import { ident, literal } from './sql.ts'

const NOTHING = {
  arguments: '',
  argumentDefaults: null,
  securityDefiner: false,
  config: [],
  transforms: [],
  body: null,
  sqlBody: null,
  library: null,
  parameters: expect.any(String),
  extensions: [],
  callsItself: false,
  definition: expect.any(String),
}
const ORDINARY = {
  ...NOTHING,
  volatility: 'VOLATILE',
  strict: false,
  leakproof: false,
  parallel: 'UNSAFE',
  rows: '0',
  support: null,
  window: false,
}

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('a function is taken apart into everything that CREATE FUNCTION can say', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create type mood as enum ('ok');
       create function loud("a.b" int default 3, inout b text default 'x', out c mood[], variadic v text[] default array['y'])
         returns record language plpgsql stable strict security definer leakproof parallel restricted cost 7.5
         set statement_timeout = '3s' set search_path = app, "s.x" as 'begin end';
       create function listed(mood) returns table (a int, "b b" text) language sql immutable parallel safe rows 17
         as $$ select 1, 'x' $$;
       create function parsed(x int) returns int language sql begin atomic select x + 1; end;
       create function returning_it(x mood) returns bool return x = 'ok';
       create function counting(int) returns int language internal window as 'window_row_number';
       create function helper(internal) returns internal language internal as 'textlike_support';
       create function helped(text, text) returns bool language internal support helper as 'textlike';
       create function compiled() returns int language c as '$libdir/citext', 'citext_eq';`,
    )
    const functions = attributesOf(old, 'function')
    expect(
      functions['public | loud | integer | pg_catalog.text | pg_catalog.text[]'],
    ).toStrictEqual({
      ...ORDINARY,
      arguments: '"a.b" integer, INOUT b text, OUT c public.mood[], VARIADIC v text[]',
      argumentDefaults: `3, 'x'::text, ARRAY['y'::text]`,
      returns: 'record',
      language: 'plpgsql',
      volatility: 'STABLE',
      strict: true,
      securityDefiner: true,
      leakproof: true,
      parallel: 'RESTRICTED',
      cost: '7.5',
      config: ['search_path=app, "s.x"', 'statement_timeout=3s'],
      body: 'begin end',
    })
    expect(functions['public | listed | public.mood']).toStrictEqual({
      ...ORDINARY,
      arguments: 'public.mood',
      returns: 'TABLE(a integer, "b b" text)',
      language: 'sql',
      volatility: 'IMMUTABLE',
      parallel: 'SAFE',
      cost: '100',
      rows: '17',
      body: ` select 1, 'x' `,
    })
    expect(functions['public | parsed | integer']).toMatchObject({
      body: null,
      sqlBody: 'BEGIN ATOMIC\n SELECT (x + 1);\nEND',
    })
    expect(functions['public | returning_it | public.mood']).toMatchObject({
      sqlBody: `RETURN (x = 'ok'::public.mood)`,
    })
    expect(functions['public | counting | integer']).toMatchObject({ window: true })
    expect(functions['public | helped | pg_catalog.text | pg_catalog.text']).toMatchObject({
      support: 'public.helper',
    })
    expect(functions['public | compiled']).toMatchObject({
      body: 'citext_eq',
      library: '$libdir/citext',
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('a body keeps every character, and a function every name', async () => {
    const ddl = HOSTILE.map(
      (name) =>
        `create function ${ident(name)}(${ident(name)} int) returns text language sql as ${literal(`select ${literal(name)} -- $function$`)};`,
    )
    const { old, rebuilt } = await builtTwice(major, ddl.join('\n'))
    const bodies = Object.values(attributesOf(old, 'function')).map(({ body }) => body)
    expect(bodies.sort()).toStrictEqual(
      HOSTILE.map((name) => `select ${literal(name)} -- $function$`).sort(),
    )
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('procedures are told apart by their input arguments', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create procedure p(int, out y int, inout x text default 'q') language sql set role = none as 'select 1, $2';
       create procedure p(int, int, int) language plpgsql security definer as 'begin end';
       create procedure p() language sql begin atomic select 1; end;`,
    )
    expect(attributesOf(old, 'procedure')).toStrictEqual({
      'public | p': { ...NOTHING, language: 'sql', sqlBody: 'BEGIN ATOMIC\n SELECT 1;\nEND' },
      'public | p | integer | pg_catalog.text': {
        ...NOTHING,
        arguments: 'IN integer, OUT y integer, INOUT x text',
        argumentDefaults: `'q'::text`,
        language: 'sql',
        config: ['role=none'],
        body: 'select 1, $2',
      },
      'public | p | integer | integer | integer': {
        ...NOTHING,
        arguments: 'IN integer, IN integer, IN integer',
        language: 'plpgsql',
        securityDefiner: true,
        body: 'begin end',
      },
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })

  test('an aggregate has its functions, types, spaces and first values', async () => {
    const { old, rebuilt } = await builtTwice(
      major,
      `create function "st.ate"(int, int) returns int language sql immutable as 'select $1 + $2';
       create aggregate total("a.b" int) (sfunc = "st.ate", stype = int, initcond = '0', parallel = safe, combinefunc = int4pl,
         sspace = 12, msfunc = int4pl, minvfunc = int4mi, mstype = int, minitcond = '1', mfinalfunc = int4abs,
         mfinalfunc_modify = shareable, msspace = 5);
       create aggregate rows(*) (sfunc = int8inc, stype = int8, initcond = '0');
       create aggregate most(int) (sfunc = int4larger, stype = int4, sortop = operator(pg_catalog.>));
       create aggregate middle(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal,
         finalfunc = percentile_disc_final, finalfunc_extra);
       create aggregate place(variadic "any" order by variadic "any") (sfunc = ordered_set_transition_multi, stype = internal,
         finalfunc = rank_final, finalfunc_extra, hypothetical);
       create aggregate mean(numeric) (sfunc = numeric_avg_accum, stype = internal, finalfunc = numeric_avg,
         serialfunc = numeric_avg_serialize, deserialfunc = numeric_avg_deserialize, combinefunc = numeric_avg_combine);`,
    )
    const aggregates = attributesOf(old, 'aggregate')
    expect(aggregates['public | total | integer']).toStrictEqual({
      variety: 'NORMAL',
      arguments: '"a.b" integer',
      stateFunction: 'public."st.ate"(integer, integer)',
      stateType: 'integer',
      stateSpace: '12',
      finalFunction: null,
      finalExtra: false,
      finalModify: 'READ_ONLY',
      combineFunction: 'pg_catalog.int4pl(integer, integer)',
      serialFunction: null,
      deserialFunction: null,
      initialValue: '0',
      movingStateFunction: 'pg_catalog.int4pl(integer, integer)',
      movingInverseFunction: 'pg_catalog.int4mi(integer, integer)',
      movingStateType: 'integer',
      movingStateSpace: '5',
      movingFinalFunction: 'pg_catalog.int4abs(integer)',
      movingFinalExtra: false,
      movingFinalModify: 'SHAREABLE',
      movingInitialValue: '1',
      sortOperator: null,
      parallel: 'SAFE',
      extensions: [],
    })
    expect(aggregates['public | rows']).toMatchObject({ arguments: '*', parallel: 'UNSAFE' })
    expect(aggregates['public | most | integer']).toMatchObject({
      sortOperator: 'OPERATOR(pg_catalog.>)',
    })
    expect(aggregates['public | middle | double precision | pg_catalog.anyelement']).toMatchObject({
      variety: 'ORDERED SET',
      arguments: 'double precision ORDER BY anyelement',
      finalExtra: true,
      finalModify: 'READ_WRITE',
    })
    expect(aggregates['public | place | pg_catalog."any"']).toMatchObject({
      variety: 'HYPOTHETICAL',
    })
    expect(aggregates['public | mean | numeric']).toMatchObject({
      serialFunction: 'pg_catalog.numeric_avg_serialize(internal)',
      deserialFunction: 'pg_catalog.numeric_avg_deserialize(bytea, internal)',
    })
    expect(objectsOf(rebuilt)).toStrictEqual(objectsOf(old))
  })
})
