create table works (id bigint primary key, a integer, b integer, c text);
create statistics "Of 'both'" (dependencies, ndistinct) on a, b from works;
create statistics of_sum on (a + b), c from works;
create statistics sampled (mcv) on a, c from works;
alter statistics sampled set statistics 500;
