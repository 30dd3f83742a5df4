create table artists (id bigint generated always as identity primary key, name text);
insert into artists (name) values ('Vasco'), ('Ines');
