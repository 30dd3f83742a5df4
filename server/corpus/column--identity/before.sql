create table artists (id bigint generated always as identity primary key);
