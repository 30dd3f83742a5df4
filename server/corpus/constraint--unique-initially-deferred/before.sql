create table artists (id bigint primary key, place integer, constraint artists_place_key unique (place) deferrable initially deferred);
