create table works (t text);
