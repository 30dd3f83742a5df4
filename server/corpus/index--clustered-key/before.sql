create table works (id bigint, title text, constraint works_pkey primary key (id));
alter table works cluster on works_pkey;
