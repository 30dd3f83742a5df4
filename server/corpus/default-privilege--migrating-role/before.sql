-- Default privileges belong to a role: the migrating role's name means nothing there either.
do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_writer"; exception when duplicate_object or unique_violation then null; end $$;
grant create on schema public to corpus_owner;
set role corpus_owner;
create table works (id bigint primary key, title text);
create function touch() returns integer language sql as 'select 1';
alter default privileges in schema public grant select on tables to corpus_writer;
alter default privileges revoke execute on functions from public;
reset role;
