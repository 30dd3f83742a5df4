do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint);
do $$ begin execute format('alter role corpus_owner in database %I set app.name = ''one''', current_database()); end $$;
do $$ begin execute format('alter role corpus_owner in database %I set app.secret = ''two''', current_database()); end $$;
