do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint);
revoke usage on language sql from public;
grant execute on function pg_catalog.pg_stat_reset() to corpus_reader;
grant select (rolname) on pg_catalog.pg_authid to corpus_reader;
