create unlogged table drafts (id bigint primary key, body text);
