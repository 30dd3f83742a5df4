create table artists (id bigint primary key);
create table events (id bigint not null, kind text not null, artist_id bigint, primary key (id, kind)) partition by list (kind);
create table events_seen partition of events for values in ('seen');
create table remarks (id bigint primary key, event_id bigint, kind text);
alter table events add constraint events_artist_id_fkey foreign key (artist_id) references artists on delete cascade;
alter table remarks add constraint remarks_event_fkey foreign key (event_id, kind) references events;
