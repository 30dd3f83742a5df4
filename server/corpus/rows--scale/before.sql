-- 0.1 and 0.10 are equal to Postgres and not the same to a reader.
create table shares (id integer primary key, share numeric);
insert into shares values (1, 0.10);
