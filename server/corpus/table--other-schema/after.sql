create schema archive;
create table drafts (id bigint primary key, body text);
