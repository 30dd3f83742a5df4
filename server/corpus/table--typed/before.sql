create type point_like as (x integer, y integer);
create table points of point_like (x with options not null, primary key (y));
