create function pick(anyelement, anyelement) returns anyelement language sql as 'select $1';
create function pick(int, int) returns int language sql as 'select $2';
create aggregate one(int) (sfunc = pick, stype = int);
