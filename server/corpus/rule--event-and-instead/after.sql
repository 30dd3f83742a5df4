create table works (id integer);
create rule heard as on update to works do also nothing;
create rule told as on delete to works do instead notify told;
