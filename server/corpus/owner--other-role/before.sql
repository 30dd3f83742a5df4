do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint primary key);
create table artists (id bigint primary key);
create table studios (id bigint primary key);
alter table works owner to corpus_owner;
