create table works (cents integer, euros integer generated always as (cents / 100) stored);
create table films (euros integer generated always as (cents / 100) stored) inherits (works);
