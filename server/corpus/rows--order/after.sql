-- The order in which rows were written means nothing.
create table colours (id integer primary key, name text not null);
insert into colours values (2, 'green'), (1, 'red');
