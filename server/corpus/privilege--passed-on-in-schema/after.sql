-- Who passes a privilege on has to be let into the schema first.
do $$ begin create role "corpus_writer"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create schema shop;
create function shop.total() returns integer language sql as 'select 1';
create type shop.state as enum ('new');
create table shop.works (id bigint);
grant execute on function shop.total() to corpus_writer with grant option;
grant usage on type shop.state to corpus_writer with grant option;
grant all on shop.works to corpus_writer with grant option;
grant usage on schema shop to corpus_writer;
set role corpus_writer;
grant usage on type shop.state to corpus_reader;
grant select (id) on shop.works to corpus_reader;
reset role;
