create table works (id bigint primary key, area integer generated always as (7) stored);
