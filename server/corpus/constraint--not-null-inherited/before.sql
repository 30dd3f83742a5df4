create table media (id bigint not null, title text constraint title_needed not null);
create table films (minutes integer) inherits (media);
alter table films alter minutes set not null;
