create table events (id bigint not null, kind text) partition by list (kind);
create table events_seen partition of events for values in ('seen');
create table media (id bigint not null, title text);
create table films (minutes integer) inherits (media);
insert into events values (1, 'seen');
insert into media values (1, 'a song');
insert into films values (2, 'a film', 90);
