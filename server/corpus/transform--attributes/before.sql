create function to_it(internal) returns integer language internal immutable as 'int4recv';
create transform for integer language plpgsql (to sql with function to_it(internal));
