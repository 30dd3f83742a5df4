create table drafts (id bigint primary key, body text);
alter table drafts replica identity full;
