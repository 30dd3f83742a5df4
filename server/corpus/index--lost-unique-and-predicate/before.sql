-- One finding with two attributes.
create table works (id bigint primary key, title text, gone boolean);
create unique index works_title on works (title) where not gone;
