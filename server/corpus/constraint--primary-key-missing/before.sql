create table artists (id bigint not null, constraint artists_pkey primary key (id));
