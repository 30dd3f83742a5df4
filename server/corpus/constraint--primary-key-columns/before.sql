create table credits (work_id bigint, artist_id bigint, constraint credits_pkey primary key (work_id, artist_id));
