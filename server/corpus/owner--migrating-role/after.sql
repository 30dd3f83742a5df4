-- The role that owns nearly everything stands for whoever runs the migrations: its name means nothing.
do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
grant create on schema public to corpus_reader;
set role corpus_reader;
create table works (id bigint generated always as identity primary key, title text);
create view listed as select id, title from works;
create function touch() returns integer language sql as 'select 1';
reset role;
