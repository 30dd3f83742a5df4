create unlogged table works (id integer generated always as identity);
alter sequence works_id_seq set logged;
