create table media (id bigint not null, minutes integer);
create table films () inherits (media);
alter table media add constraint media_minutes_check check (minutes > 0);
