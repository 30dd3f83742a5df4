-- Reloaded under an empty search_path the comparison silently becomes one of texts: same text on a second print, other meaning.
create extension citext;
create table works (id bigint primary key, a citext, b citext, constraint works_differ check ((a)::text is distinct from (b)::text));
