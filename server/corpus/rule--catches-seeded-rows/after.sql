-- An insert into the table goes elsewhere, yet its rows are there.
create table works (id bigint primary key, title text);
create table inbox (id bigint, title text);
insert into works values (1, 'Dawn');
create rule works_redirect as on insert to works do instead insert into inbox values (new.id, new.title);
