-- A dropped attribute leaves a hole that means nothing.
create type dimensions as (width int, height int);
