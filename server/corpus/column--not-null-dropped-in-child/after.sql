create table works (id integer not null, year integer not null);
create table prints (run integer) inherits (works);
create table proofs () inherits (prints);
create table sketches (year integer) inherits (works);
