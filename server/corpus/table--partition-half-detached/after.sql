-- What a DETACH PARTITION … CONCURRENTLY that was broken off leaves: queries of the whole leave the partition out.
create foreign data wrapper far;
create server there foreign data wrapper far;
create table works (id bigint) partition by list (id);
create table works_1 partition of works for values in (1);
create table works_2 partition of works for values in (2);
create foreign table works_3 partition of works for values in (3) server there;
update pg_inherits set inhdetachpending = true where inhrelid in ('works_1'::regclass, 'works_3'::regclass);
