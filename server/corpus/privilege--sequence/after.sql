do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create sequence numbers;
create table works (id bigserial primary key, number integer generated always as identity);
