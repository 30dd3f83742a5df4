create table works (id bigint primary key, a integer, b integer, c text);
create statistics works_ab (dependencies) on a, b from works;
comment on statistics works_ab is 'of both';
