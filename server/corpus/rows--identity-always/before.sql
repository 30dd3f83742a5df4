create table works (id bigint generated always as identity primary key, title text, twice integer generated always as (2) stored);
insert into works overriding system value values (7, 'Dawn');
insert into works (title) values ('Dusk');
