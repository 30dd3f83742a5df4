create access method mine type table handler heap_tableam_handler;
create materialized view stored as select 'x'::text as a;
create materialized view compressed as select 'x'::text as a;
create materialized view counted as select 'x'::text as a;
create materialized view placed as select 'x'::text as a;
