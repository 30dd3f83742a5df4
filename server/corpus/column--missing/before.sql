create table artists (id bigint primary key, born date, name text not null default '');
