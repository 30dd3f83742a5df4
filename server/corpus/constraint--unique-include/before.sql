create table artists (id bigint primary key, email text, name text, constraint artists_email_key unique (email) include (name));
