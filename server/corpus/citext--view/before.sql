create extension citext;
create table works (id bigint primary key, a citext, b citext);
create view pairs as select id, nullif(a, b) as other, case a when b then 1 else 2 end as kind, a in (b, 'x') as known, a between b and b as within from works where a is distinct from b;
