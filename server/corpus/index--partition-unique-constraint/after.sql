create table events (id bigint not null, kind text) partition by list (kind);
create table events_seen partition of events for values in ('seen');
create table events_heard (id bigint not null, kind text not null, constraint heard_key primary key (id, kind));
alter table events attach partition events_heard for values in ('heard');
