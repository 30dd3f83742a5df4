create extension btree_gist;
create table bookings (id bigint primary key, room integer, during tstzrange, constraint no_overlap exclude using gist (room with <>, during with &&));
