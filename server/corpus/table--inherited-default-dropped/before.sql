create table media (id bigint not null, title text default 'untitled');
create table films (minutes integer) inherits (media);
alter table films alter title drop default;
