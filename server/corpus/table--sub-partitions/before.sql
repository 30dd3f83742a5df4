create table events (id bigint not null, kind text, year integer, primary key (id, kind, year)) partition by list (kind);
create table events_seen partition of events for values in ('seen') partition by range (year);
create table events_seen_2024 partition of events_seen for values from (2024) to (2025);
create index events_year on events (year);
create table events_seen_2025 partition of events_seen for values from (2025) to (2026);
