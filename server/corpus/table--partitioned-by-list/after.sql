create table events (id bigint not null, kind text) partition by list (kind);
create table events_known partition of events for values in ('seen', 'heard');
