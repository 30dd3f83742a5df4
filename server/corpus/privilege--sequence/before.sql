do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create sequence numbers;
create table works (id bigserial primary key, number integer generated always as identity);
grant usage, select on sequence numbers to corpus_reader;
grant usage on sequence works_id_seq to corpus_reader;
grant select on sequence works_number_seq to corpus_reader;
