do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint);
do $$ begin execute format('revoke temp on database %I from public', current_database()); end $$;
do $$ begin execute format('grant create on database %I to corpus_reader', current_database()); end $$;
