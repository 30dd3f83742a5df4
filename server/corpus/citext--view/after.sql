create extension citext;
create table works (id bigint primary key, a citext, b citext);
create view pairs as select id, nullif((a)::text, (b)::text)::citext as other, case (a)::text when (b)::text then 1 else 2 end as kind, (a)::text in ((b)::text, 'x') as known, (a)::text between (b)::text and (b)::text as within from works where (a)::text is distinct from (b)::text;
