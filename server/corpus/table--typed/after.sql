create type point_like as (x integer, y integer);
create table points (x integer not null, y integer, primary key (y));
