-- One finding for the table; its parts fold into it.
create table users (id bigint, email text not null, constraint pk primary key (id));
create index by_email on users (email);
comment on column users.email is 'Where letters go';
