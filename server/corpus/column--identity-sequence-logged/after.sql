create unlogged table works (id integer generated always as identity);
