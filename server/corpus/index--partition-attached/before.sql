create table events (id bigint not null, kind text) partition by list (kind);
create table events_seen partition of events for values in ('seen');
create index events_id on events (id);
