-- CREATE AGGREGATE takes the closest overload that there is: a baseline can't choose another one.
create function pick(anyelement, anyelement) returns anyelement language sql as 'select $1';
create aggregate one(int) (sfunc = pick, stype = int);
create function pick(int, int) returns int language sql as 'select $2';
