create extension citext;
create table works (id bigint primary key, a citext unique, b citext);
create view as_citext as select id, case a when b then 1 else 2 end as kind from works;
set search_path = '';
create view public.pairs as select w.id, case w.a when w.b then 1 else 2 end as kind from public.works w;
create rule only_x as on update to public.works where case old.a when 'x' then true else false end do instead nothing;
create view public.joined as select a from public.works join (select c.a as a from public.works c) other using (a);
create view public.within as select w.id from public.works w where w.a in (select c.b from public.works c);
reset search_path;
