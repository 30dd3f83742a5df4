create table media (id bigint not null, title text);
create table priced (id bigint not null, price numeric(10,2));
create table films (minutes integer) inherits (media, priced);
