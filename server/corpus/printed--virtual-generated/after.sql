create table works (id bigint primary key, state varchar(20), is_open boolean generated always as (state in ('draft', 'shown')) virtual);
