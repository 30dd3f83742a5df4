create table works (name text);
