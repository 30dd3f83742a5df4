create table places (room integer, shelf integer, primary key (room, shelf));
create table works (id bigint primary key, room integer, shelf integer, constraint works_place_fkey foreign key (room, shelf) references places on delete set null (shelf));
