create extension btree_gist;
create table rooms (id integer, during daterange, primary key (id, during without overlaps));
create table rents (id bigint primary key, room integer, during daterange, constraint rents_room_fkey foreign key (room, period during) references rooms (id, period during));
