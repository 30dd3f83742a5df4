create table events (id bigint not null, happened_at timestamptz not null, kind text) partition by range (happened_at);
create table events_2024 partition of events for values from ('2024-01-01 00:00+00') to ('2025-02-01 00:00+00');
create table events_other partition of events default;
