-- Two equal UNIQUE constraints inside one CREATE TABLE merge into one.
create table artists (id bigint primary key, email text);
alter table artists add constraint email_once unique (email);
