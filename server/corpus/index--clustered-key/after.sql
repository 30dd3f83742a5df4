create table works (id bigint, title text, constraint works_pkey primary key (id));
