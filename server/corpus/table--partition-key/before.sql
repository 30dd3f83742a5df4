create table events (id bigint not null, kind text, place text) partition by list (kind);
