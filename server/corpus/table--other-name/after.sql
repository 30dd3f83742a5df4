-- One finding for the table; its parts fold into it.
create table people (id bigint, email text not null, constraint pk primary key (id));
create index by_email on people (email);
comment on column people.email is 'Where letters go';
