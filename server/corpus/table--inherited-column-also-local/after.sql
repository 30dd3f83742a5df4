-- A column that is merged with its parent's stays when the parent's is dropped.
create table media (id bigint not null, title text);
create table films (minutes integer) inherits (media);
