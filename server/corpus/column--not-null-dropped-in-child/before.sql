-- Before 18 a NOT NULL is no constraint: a child need not have its parent's.
create table works (id integer not null, year integer not null);
create table prints (run integer) inherits (works);
create table proofs () inherits (prints);
alter table only prints alter year drop not null;
create table sketches (year integer) inherits (works);
alter table sketches alter year drop not null;
