create extension btree_gist;
create table bookings (id bigint primary key, room integer, during tstzrange, cancelled boolean,
  constraint no_overlap exclude using gist (room with =, during with &&) deferrable initially deferred);
