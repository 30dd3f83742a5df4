create table artists (id bigint primary key, name text constraint name_is_needed not null);
