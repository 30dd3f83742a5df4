create table credits (work_id bigint, artist_id bigint, constraint credits_pkey primary key (artist_id, work_id));
