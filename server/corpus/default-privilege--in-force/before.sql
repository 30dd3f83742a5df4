-- Set before the tables were made: they carry the grants, and later ones will.
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
alter default privileges grant select on tables to corpus_reader;
create table works (id bigint primary key, title text);
revoke select on works from corpus_reader;
create table artists (id bigint primary key);
