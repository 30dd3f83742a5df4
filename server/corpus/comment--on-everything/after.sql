-- Every target people comment on, each with a text that needs escaping.
create schema app;
create extension hstore;
create type mood as enum ('calm');
create domain score as integer constraint score_positive check (value > 0);
create type dimensions as (width integer, height integer);
create type spans as range (subtype = float8);
create sequence numbers;
create table works (id bigint constraint works_pkey primary key, title text constraint title_given check (title <> ''));
create index works_title on works (title);
create view listed as select id, title from works;
create materialized view titles as select title from works;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create procedure tidy(a integer) language sql as $$ select 1 $$;
create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric);
create trigger works_touch before update on works for each row execute function touch();
create rule works_keep as on delete to works do instead nothing;
create policy own_works on works using (true);
comment on schema app is 'it''s an app';
