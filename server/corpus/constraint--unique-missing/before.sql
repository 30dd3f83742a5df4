create table artists (id bigint primary key, email text, constraint artists_email_key unique (email));
