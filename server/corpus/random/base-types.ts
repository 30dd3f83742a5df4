/** A type as a column may have it. */
export interface TypeUse {
  readonly sql: string
  /** Expressions of it that mean the same at any time. */
  readonly values: readonly string[]
  /** What can be done with it. */
  readonly can: 'order' | 'text' | 'number' | 'range' | 'array' | 'nothing'
}

const of = (can: TypeUse['can'], sql: string, ...values: string[]): TypeUse => ({ sql, values, can })

/** Types that Postgres has from its start, with what can stand as a default; the first is what a failing schema shrinks to. */
export const BASE_TYPES: readonly TypeUse[] = [
  of('number', 'integer', '0', '-7', '(1 + 2)'),
  of('text', 'text', "'x'", "''", "E'it''s \\n */ ${x} `\\\\'", "('a' || 'b')"),
  of('number', 'bigint', '9007199254740993', "'-9223372036854775808'"),
  of('number', 'smallint', '3'),
  of('number', 'numeric', '1.50', "'NaN'"),
  of('number', 'numeric(10)', '7'),
  of('number', 'numeric(12,2)', '0.5', '-1.25'),
  of('order', 'real', '1.5', "'infinity'"),
  of('order', 'double precision', '0.1', "'-0'"),
  of('text', 'character varying', "'x'"),
  of('text', 'character varying(40)', "'x'", "'it''s'"),
  of('text', 'character(3)', "'ab'"),
  of('order', 'character', "'y'"),
  of('order', '"char"', "'c'"),
  of('order', 'name', "'n'", 'current_user'),
  of('order', 'boolean', 'true', 'false', '(1 > 2)'),
  of('order', 'date', "'2024-02-29'", 'current_date', "'infinity'"),
  of('order', 'timestamp without time zone', "'2024-01-02 03:04:05.6'", 'localtimestamp'),
  of('order', 'timestamp(2) without time zone', 'localtimestamp(2)'),
  of('order', 'timestamp with time zone', 'now()', "'2024-01-02 03:04:05+02'"),
  of('order', 'timestamp(0) with time zone', 'current_timestamp(0)'),
  of('order', 'time(3) without time zone', "'03:04:05.678'"),
  of('order', 'time with time zone', "'03:04:05+02'"),
  of('order', 'interval', "'1 day 02:03:04'", "'-1 mon'"),
  of('order', 'interval day to second(3)', "'1 day'"),
  of('order', 'interval year to month', "'1 year'"),
  of('order', 'uuid', 'gen_random_uuid()', "'00000000-0000-0000-0000-000000000001'"),
  of('nothing', 'json', `'{"a": [1, "\${x}"]}'`),
  of('order', 'jsonb', `'{"a": [1, "it''s"]}'`, "'[]'"),
  of('order', 'bytea', "'\\x00ff'"),
  of('order', 'inet', "'::1'", "'10.0.0.1/8'"),
  of('order', 'cidr', "'10.0.0.0/8'"),
  of('order', 'macaddr', "'08:00:2b:01:02:03'"),
  of('nothing', 'point', "'(1,2)'"),
  of('nothing', 'box', "'(1,2),(0,0)'"),
  of('order', 'bit(3)', "B'101'"),
  of('order', 'bit varying(5)', "B'1'"),
  of('order', 'tsvector', "'a:1 b'"),
  of('order', 'money', "'1.00'"),
  of('order', 'oid', '1'),
  of('nothing', 'xml', "'<a/>'"),
  of('nothing', 'jsonpath', "'$.a'"),
  of('range', 'int4range', "'[1,5)'", "'empty'"),
  of('range', 'tstzrange', "'[2024-01-01 00:00+00,)'"),
  of('range', 'daterange', "'[2024-01-01,2024-02-01)'"),
  of('range', 'int4multirange', "'{[1,5)}'"),
  of('array', 'integer[]', "'{}'", 'ARRAY[1, 2]', "'{{1,2},{3,4}}'"),
  of('array', 'text[]', "'{}'", "'{a,\"b c\"}'", "ARRAY['it''s', '']"),
  of('array', 'timestamp(3) with time zone[]', "'{}'"),
  of('array', 'character varying(7)[]', "'{}'"),
  of('array', 'numeric(6,2)[]', "'{1.5}'"),
]
