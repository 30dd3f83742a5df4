create table drafts (id bigint primary key, body text);
