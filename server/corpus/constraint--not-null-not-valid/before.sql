create table artists (id bigint primary key, name text);
alter table artists add constraint name_is_needed not null name not valid;
