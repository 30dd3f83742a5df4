create table media (id bigint not null, title text default 'untitled', check (title <> ''));
create table films (minutes integer) inherits (media);
