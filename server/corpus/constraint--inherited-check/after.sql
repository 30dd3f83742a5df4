create table media (id bigint not null, minutes integer);
create table films () inherits (media);
alter table only films add constraint media_minutes_check check (minutes > 0);
