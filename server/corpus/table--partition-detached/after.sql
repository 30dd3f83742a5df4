create table events (id bigint not null, kind text) partition by list (kind);
create table events_seen (id bigint not null, kind text);
