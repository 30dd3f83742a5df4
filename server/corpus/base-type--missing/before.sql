create type grams;
create function grams_in(cstring) returns grams language internal immutable strict as 'int4in';
create function grams_out(grams) returns cstring language internal immutable strict as 'int4out';
create type grams (input = grams_in, output = grams_out, like = integer);
create table works (id bigint primary key, weight grams default '7', weights grams[]);
comment on type grams is 'not kilograms';
