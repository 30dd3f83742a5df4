create table tickets (id serial primary key, big bigserial not null, small integer not null);
