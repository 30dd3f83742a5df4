-- A unique index can't be the target of ON CONFLICT ON CONSTRAINT.
create table artists (id bigint primary key, email text, constraint artists_email_key unique (email));
