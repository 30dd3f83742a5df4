-- One finding with two attributes.
create table works (id bigint primary key, title text, gone boolean);
create index works_title on works (title);
