create table works (id bigint primary key, a integer, b integer);
create statistics works_ab (dependencies) on a, b from works;
