-- Made ON ONLY the partitioned table, an index stays invalid until every partition has its own attached.
create table events (id bigint not null, kind text) partition by list (kind);
create table events_seen partition of events for values in ('seen');
create index events_id on only events (id);
