create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table events (id bigint not null, kind text) partition by list (kind);
create table events_seen partition of events for values in ('seen');
