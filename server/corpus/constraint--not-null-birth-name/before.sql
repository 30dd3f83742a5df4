create table users (id bigint, email text not null);
alter table users rename to people;
