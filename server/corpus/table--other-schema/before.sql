create schema archive;
create table archive.drafts (id bigint primary key, body text);
