create table artists (id bigint generated always as identity (start with 1000 increment by 10 minvalue 1000 maxvalue 99999 cache 5 cycle) primary key);
