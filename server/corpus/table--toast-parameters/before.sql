create table drafts (id bigint primary key, body text) with (toast.autovacuum_enabled = false);
