-- A column that is merged with its parent's stays when the parent's is dropped.
create table media (id bigint not null, title text);
create table films (title text, minutes integer) inherits (media);
