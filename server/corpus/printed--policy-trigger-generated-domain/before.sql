create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create domain state as varchar(20) constraint state_check check (value in ('draft', 'shown'));
create table works (id bigint primary key, state varchar(20), is_open boolean generated always as (state in ('draft', 'shown')) stored, open_too boolean default ('x'::varchar in ('x', 'y')));
create policy open_works on works using (state in ('draft', 'shown'));
create trigger works_touch before update on works for each row when (new.state in ('draft', 'shown')) execute function touch();
