-- A qualified type name is longer than a name may be.
create schema a_schema_with_quite_a_long_name_for_a_schema;
create type a_schema_with_quite_a_long_name_for_a_schema.a_type_with_quite_a_long_name as enum ('a');
create type holder as (held a_schema_with_quite_a_long_name_for_a_schema.a_type_with_quite_a_long_name, other integer);
create function hold(h a_schema_with_quite_a_long_name_for_a_schema.a_type_with_quite_a_long_name[]) returns integer language sql as 'select 1';
create domain wrapped as a_schema_with_quite_a_long_name_for_a_schema.a_type_with_quite_a_long_name[];
create table holders (held a_schema_with_quite_a_long_name_for_a_schema.a_type_with_quite_a_long_name[] default '{a}', holder holder);
