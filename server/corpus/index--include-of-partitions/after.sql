create table visits (id bigint not null, year int, page text) partition by range (year);
create table visits_past partition of visits for values from (minvalue) to (2020) partition by list (page);
create table visits_past_home partition of visits_past for values in ('home');
create index visits_id on only visits (id);
create index visits_past_id on only visits_past (id);
create index visits_past_home_id on visits_past_home (id);
alter index visits_past_id attach partition visits_past_home_id;
alter index visits_id attach partition visits_past_id;
