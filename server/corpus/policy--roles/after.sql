do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_writer"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint primary key, owner_name name);
alter table works enable row level security;
create policy own_works on works to corpus_reader using (true);
