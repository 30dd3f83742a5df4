create type weight;
create function weight_in(cstring) returns weight language internal immutable strict as 'int4in';
create function weight_out(weight) returns cstring language internal immutable strict as 'int4out';
create type weight (input = weight_in, output = weight_out, like = integer);
