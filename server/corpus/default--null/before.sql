-- DEFAULT NULL is no default for a plain type, but it hides a domain's own.
create domain score as integer default 5;
create table rounds (id bigint primary key, note text default null, best score default null);
