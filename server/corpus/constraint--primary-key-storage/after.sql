create table credits (id bigint, constraint credits_pkey primary key (id));
