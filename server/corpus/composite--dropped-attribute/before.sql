-- A dropped attribute leaves a hole that means nothing.
create type dimensions as (width int, unit text, height int);
alter type dimensions drop attribute unit;
