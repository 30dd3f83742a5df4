create table events (id bigint not null, kind text) partition by range (lower(kind) collate "C", id);
create table events_a partition of events for values from ('a', minvalue) to ('m', maxvalue);
