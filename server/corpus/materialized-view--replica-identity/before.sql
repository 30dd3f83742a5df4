create table works (id bigint, title text);
create materialized view titles as select id, title from works;
alter materialized view titles replica identity full;
