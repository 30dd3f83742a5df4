create table notes (id integer primary key, note text, tags text[]);
insert into notes values (1, null, '{NULL}'), (2, 'NULL', '{"NULL"}'), (3, '', '{}');
