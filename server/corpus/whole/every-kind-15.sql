-- What Postgres 15 added to the kinds of every-kind.sql.
create table places (room integer, shelf integer, constraint places_pk primary key (room, shelf));
create table works (
  id bigint constraint works_pk primary key,
  code text constraint works_code unique nulls not distinct,
  room integer,
  shelf integer,
  constraint works_place foreign key (room, shelf) references places on delete set null (shelf)
);
create unique index works_shelf on works (shelf) nulls not distinct where room is not null;
create view listed with (security_invoker = true, security_barrier = false) as select id, code from works with local check option;
create unlogged sequence fast_numbers;
