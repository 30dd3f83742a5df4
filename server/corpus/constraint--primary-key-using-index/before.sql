-- Made from an index that existed before, whose name it takes.
create table credits (id bigint not null, place text);
create unique index credits_by_id on credits (id);
alter table credits add constraint credits_pkey primary key using index credits_by_id;
