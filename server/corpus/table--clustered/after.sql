create table tickets (id bigint primary key, place text);
create index tickets_place on tickets (place);
