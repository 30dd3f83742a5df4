-- Only heap ships with Postgres, so a second access method is made from its handler.
create access method heap_too type table handler heap_tableam_handler;
create table drafts (id bigint primary key) using heap_too;
