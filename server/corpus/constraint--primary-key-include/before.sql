create table credits (id bigint, artist_id bigint, constraint credits_pkey primary key (id) include (artist_id));
