do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint primary key, title text);
create view listed as select id, title from works;
create materialized view titles as select title from works;
create function area(a integer, b text) returns integer language sql as 'select 1';
create procedure tidy(inout a integer) language sql as 'select 1';
