create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create domain state as varchar(20) constraint state_check check ((value)::text = any (array[('draft'::character varying)::text, ('shown'::character varying)::text]));
create table works (id bigint primary key, state varchar(20), is_open boolean generated always as ((state)::text = any (array[('draft'::character varying)::text, ('shown'::character varying)::text])) stored, open_too boolean default (('x'::varchar)::text = any (array[('x'::character varying)::text, ('y'::character varying)::text])));
create policy open_works on works using ((state)::text = any (array[('draft'::character varying)::text, ('shown'::character varying)::text]));
create trigger works_touch before update on works for each row when ((new.state)::text = any (array[('draft'::character varying)::text, ('shown'::character varying)::text])) execute function touch();
