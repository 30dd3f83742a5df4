create function to_it(internal) returns integer language internal immutable as 'int4recv';
