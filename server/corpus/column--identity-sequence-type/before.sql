create table works (id integer generated always as identity);
alter sequence works_id_seq as bigint;
