-- What Postgres 18 added: named NOT NULL constraints, NOT ENFORCED, temporal keys, virtual columns.
create extension btree_gist;
create table rooms (
  id integer,
  during daterange,
  name text constraint room_needs_a_name not null,
  size integer not null,
  constraint rooms_pk primary key (id, during without overlaps),
  constraint rooms_name_once unique (name, during without overlaps),
  constraint rooms_size check (size > 0) not enforced
);
create table rents (
  id bigint constraint rents_pk primary key,
  room integer constraint rent_has_a_room not null no inherit,
  during daterange,
  price numeric(8, 2),
  twice numeric generated always as (price * 2) virtual,
  thrice numeric generated always as (price * 3) stored,
  constraint rents_room foreign key (room, period during) references rooms (id, period during),
  note text
);
alter table rents add constraint rent_has_a_note not null note not valid;
comment on constraint rent_has_a_note on rents is 'from now on';
create table guests (id bigint primary key, room_rent bigint, constraint guests_rent foreign key (room_rent) references rents not enforced);
create table media (id bigint constraint media_id_given not null, title text constraint media_title_given not null);
create table films (minutes integer not null, title text constraint film_title_given not null) inherits (media);
create table users (id bigint not null, email text not null);
alter table users rename to people;
create table events (id bigint constraint event_id_given not null, kind text not null) partition by list (kind);
create table events_seen (id bigint constraint seen_id_given not null, kind text constraint seen_kind_given not null);
alter table events attach partition events_seen for values in ('seen');
