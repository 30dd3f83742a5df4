create table artists (id bigint primary key, seen_at timestamptz);
