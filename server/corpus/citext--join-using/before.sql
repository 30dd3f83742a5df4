create extension citext;
create table works (id bigint primary key, email citext);
create table people (id bigint primary key, email citext);
create view makers as select email, w.id from works w join people p using (email);
