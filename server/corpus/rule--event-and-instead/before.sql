create table works (id integer);
create rule heard as on insert to works do also nothing;
create rule told as on delete to works do also notify told;
