create table artists (id bigserial primary key);
