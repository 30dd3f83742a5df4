create type mood as enum ('calm', 'wild');
create type dimensions as (width numeric, note text);
create domain score as numeric check (value > 0);
create table everything (
  id integer primary key, a smallint, b bigint, c real, d double precision, e numeric, f money, g boolean, h char(5), i varchar(9), j "char", k name, l bytea,
  m bit(5), n bit varying, o date, p time, q timetz, r timestamp, s timestamptz, t interval, u uuid, v json, w jsonb, x jsonpath, y inet, z cidr, aa macaddr8,
  ab point, ac line, ad path, ae polygon, af circle, ag tsvector, ah tsquery, ai int4range, aj tstzrange, ak nummultirange, al text[], am integer[][], an mood, ao mood[],
  ap dimensions, aq dimensions[], ar score, aw xml, ax pg_lsn, ay jsonb[]
);
insert into everything values (
  1, -32768, -9223372036854775808, 1.1, 0.1, 'NaN', 12.34, true, 'ab', 'ab ', 'x', 'name', '\x00ff5c', '10101', '101', 'infinity', '23:59:59.999999', '12:00:00.5+05:30',
  '0001-01-01 00:00:00 BC', '2024-02-29 23:59:59.999999-11', '1 year 2 mons 3 days 04:05:06.789', '00000000-0000-0000-0000-000000000001', '{"b":1, "a":  2, "a":3}', '{"b":1, "a":2}', '$.a[*] ? (@ > 1)',
  '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03:04:05', '(0.1,-0)', '{1,2,3}', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),1.5>', 'a:1A b:2 ''it''''s''', 'a & !b <-> c',
  '[1,5)', '["2024-01-01 00:00:00+00",infinity)', '{[1.5,2],(3,)}', '{"a,b",NULL,"NULL","","c\"d","e\\f"}', '[0:1][2:3]={{1,2},{3,4}}', 'wild', '{calm,wild}',
  '(1.50,"a, ""b"" \\c")', '{"(1,\"x\")","(,)"}', 7.0, '<a>b</a>', '16/B374D848', '{"{\"a\": 1}","null"}'
);
insert into everything (id, c, d, e, r, o) values (2, 'infinity', '-infinity', 1e-130, 'infinity', '0044-03-15 BC'), (3, 'NaN', 4.9e-324, 123456789012345678901234567890.123456789, '-infinity', '294276-12-31'), (4, 3.4028235e38, 1.7976931348623157e308, 0.00, null, null);
insert into everything (id, d) values (5, 0.30000000000000004);
