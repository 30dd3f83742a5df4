create table artists (id bigint primary key, portrait bytea);
