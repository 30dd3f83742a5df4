-- A BEFORE INSERT trigger would change the rows that the seed inserts, an audit trigger add some.
create table audit_log (id bigint generated always as identity primary key, what text);
create table works (id bigint primary key, title text, touched integer not null default 0);
create function touch() returns trigger language plpgsql as $$ begin new.touched := new.touched + 1; return new; end $$;
create function audit() returns trigger language plpgsql as $$ begin insert into audit_log (what) values (new.title); return null; end $$;
insert into works values (1, 'Dawn', 0), (2, 'Dusk', 5);
create trigger works_touch before insert or update on works for each row execute function touch();
create trigger works_audit after insert on works for each row execute function audit();
insert into works values (3, 'Noon', 7);
