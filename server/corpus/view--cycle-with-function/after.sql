create table works (id bigint, title text);
create view shown as select id, title::varchar(9) as "Title ""x""", title collate "C" as sorted from works;
create function listed() returns setof shown language sql begin atomic select * from shown; end;
