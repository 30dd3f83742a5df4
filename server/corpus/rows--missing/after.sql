create table colours (id integer primary key, name text not null);
insert into colours values (1, 'red'), (2, 'green');
