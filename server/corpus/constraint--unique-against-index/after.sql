-- A unique index can't be the target of ON CONFLICT ON CONSTRAINT.
create table artists (id bigint primary key, email text);
create unique index artists_email_key on artists (email);
