-- A real seed writes explicit ids while the sequence stays where it was.
create table works (id bigserial primary key, title text);
insert into works values (1, 'Dawn'), (2, 'Dusk');
select setval('works_id_seq', 2);
