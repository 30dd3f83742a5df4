-- Every type people write, each with its modifiers.
create table everything (
  a smallint, b integer, c bigint, d real, e double precision, f numeric, g numeric(12,4), h money,
  i boolean, j text, k varchar, l varchar(30), m char, n char(3), o "char", p name,
  q bytea, r bit, s bit(7), t bit varying, u bit varying(9),
  v date, w time, x time(3), y timetz(0), z timestamp(3), aa timestamptz(0),
  ab interval, ac interval(2), ad interval year to month, ae interval day to second(3),
  af uuid, ag json, ah jsonb, ai jsonpath, aj xml, ak inet, al cidr, am macaddr, an macaddr8,
  ao point, ap line, aq lseg, ar box, at path, au polygon, av circle,
  aw tsvector, ax tsquery, ay int4range, az tstzrange, ba nummultirange,
  bb oid, bc regclass, bd regtype, be pg_lsn, bf xid8,
  bg text[], bh integer[][], bi varchar(20)[], bj numeric(6,2)[], bk tstzrange[]
);
