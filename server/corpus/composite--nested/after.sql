create type dimensions as (width int, height int);
create type frame as (inner_size dimensions, outer_sizes dimensions, note text);
create table frames (id bigint primary key, frame frame);
