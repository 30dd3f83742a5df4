-- What a partition has beyond its parent: a default, a check, an index, a trigger, a column order of its own.
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table events (id bigint not null, kind text, note text default 'from the parent') partition by list (kind);
create table events_seen (note text default 'of its own', kind text, id bigint not null, check (id > 0));
alter table events attach partition events_seen for values in ('seen');
create index events_seen_note on events_seen (note);
create trigger events_seen_touch before update on events_seen for each row execute function touch();
