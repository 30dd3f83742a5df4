create table works (id bigint primary key, width integer, twice integer generated always as (width * 2) stored);
