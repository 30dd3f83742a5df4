create extension citext;
create table works (id bigint primary key, a citext unique, b citext);
create view as_citext as select id, case a when b then 1 else 2 end as kind from works;
create view pairs as select w.id, case w.a when w.b then 1 else 2 end as kind from works w;
create rule only_x as on update to works where case old.a when 'x' then true else false end do instead nothing;
create view joined as select a from works join (select c.a as a from works c) other using (a);
create view within as select w.id from works w where w.a in (select c.b from works c);
