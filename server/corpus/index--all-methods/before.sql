create table works (id bigint primary key, title text, tags text[], place point, made date);
create index works_hash on works using hash (title);
create index works_gist on works using gist (place);
create index works_spgist on works using spgist (title);
create index works_brin on works using brin (made) with (pages_per_range = 32, autosummarize = on);
create index works_gin on works using gin (tags) with (fastupdate = off);
