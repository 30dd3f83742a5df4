create access method mine type table handler heap_tableam_handler;
create materialized view stored as select 'x'::text as a;
create materialized view compressed as select 'x'::text as a;
create materialized view counted as select 'x'::text as a;
create materialized view placed using mine as select 'x'::text as a;
alter materialized view stored alter a set storage external;
alter materialized view compressed alter a set compression pglz;
alter materialized view counted alter a set (n_distinct = 3);
