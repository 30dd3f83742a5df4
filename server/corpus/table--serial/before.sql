create table tickets (id serial primary key, big bigserial not null, small smallserial not null);
