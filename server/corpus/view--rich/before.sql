create table works (id bigint primary key, artist_id bigint, title text, tags text[], made date, data jsonb);
create function listed_tags(w works) returns setof text language sql stable as $$ select unnest(w.tags) $$;
create view rich as
  with ranked as materialized (
    select *, row_number() over w as place from works window w as (partition by artist_id order by made desc nulls last)
  )
  select r.id, r.title, t.tag, x.colour, coalesce(r.title, 'untitled') as label,
    count(*) filter (where r.place = 1) over () as firsts,
    case when r.made between date '2024-01-01' and date '2024-12-31' then 'new' else 'old' end as age,
    array(select l from works w, listed_tags(w) l where w.id = r.id) as copied
  from (select id, artist_id, title, tags, made, data, place from ranked) q (id, artist_id, title, tags, made, data, place)
  join lateral (select q.id, q.title, q.made, q.place, q.data, (select w from works w where w.id = q.id) as whole) r on true
  left join lateral unnest(q.tags) with ordinality t (tag, number) on t.number < 3
  cross join lateral jsonb_to_record(r.data) as x (colour text)
  where r.title is distinct from 'gone' and (r.place, r.id) < (10, 1000) and exists (select from works where works.id = r.id);
