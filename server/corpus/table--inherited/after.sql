create table media (id bigint not null, title text default 'untitled', check (title <> ''));
create table films (id bigint not null, title text default 'untitled', minutes integer, constraint media_title_check check (title <> ''));
