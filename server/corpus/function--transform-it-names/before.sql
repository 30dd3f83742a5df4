create type mood as enum ('calm');
create function "z to sql"(internal) returns mood language internal immutable as 'int4recv';
create transform for mood language plpgsql (to sql with function "z to sql"(internal));
-- Neither its arguments nor what it returns is of that type.
create function a(integer) returns integer transform for type mood language plpgsql as 'begin return 1; end';
create procedure b() transform for type mood language plpgsql as 'begin end';
