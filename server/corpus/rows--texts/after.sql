create table notes (id integer primary key, note text not null);
insert into notes values (1, 'it''s'), (2, E'two\nlines'), (3, E'a\r\nb\rc\td'), (4, E'back\\slash \\d'), (5, '*/ // ${process.exit()} `tick`'), (6, U&'\2028\2029\FEFF\200B\00A0'), (7, '$1 :name ? %s'), (8, ''), (9, ' '), (10, '😀 é é'), (11, '__proto__'), (12, E'\x01\x7f');
insert into notes values (13, E'a\nb');
