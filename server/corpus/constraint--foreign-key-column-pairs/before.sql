create table places (room integer, shelf integer, primary key (room, shelf), unique (shelf, room));
create table works (id bigint primary key, room integer, shelf integer, constraint works_place_fkey foreign key (room, shelf) references places (room, shelf));
