create table works (id bigint primary key, title text);
create view listed as select id, title from works;
create rule listed_insert as on insert to listed do instead insert into works values (new.id, upper(new.title)) returning works.id, works.title;
