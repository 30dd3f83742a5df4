create table notes (id integer primary key, note text, tags text[]);
insert into notes values (1, 'NULL', '{NULL}'), (2, null, '{"NULL"}'), (3, '', '{}');
