create type name_of;
create function name_in(cstring, oid, integer) returns name_of language internal immutable strict as 'varcharin';
create function name_out(name_of) returns cstring language internal immutable strict as 'varcharout';
create function name_recv(internal, oid, integer) returns name_of language internal immutable strict as 'varcharrecv';
create function name_send(name_of) returns bytea language internal immutable strict as 'varcharsend';
create function name_typmod_in(cstring[]) returns integer language internal immutable strict as 'varchartypmodin';
create function name_typmod_out(integer) returns cstring language internal immutable strict as 'varchartypmodout';
create type name_of (input = name_in, output = name_out, receive = name_recv, storage = main);
create table works (id bigint primary key, name name_of);
