-- An operator of the user's own in a schema outside the default path: `=` on a composite type, found by the path alone.
-- A baseline finds it by its own path; the comparison must see what refers to it.
create schema odd;
create type odd.label as (word text, language text);
create function odd.same_word(a odd.label, b odd.label) returns boolean language sql immutable as $$ select lower((a).word) = lower((b).word) $$;
create operator odd.= (function = odd.same_word, leftarg = odd.label, rightarg = odd.label, commutator = operator(odd.=));
set search_path = odd, public;
create table public.works (
  id bigint primary key,
  a odd.label,
  b odd.label,
  constraint differ check (a is distinct from b),
  constraint nulled check (nullif(a, b) is not null)
);
create index works_differ on public.works (id) where a is distinct from b;
create view public.pairs as select id, nullif(a, b) as other, case a when b then 1 else 2 end as kind, a in (b, row('x', 'en')::label) as known from public.works where a is distinct from b;
create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger works_touch before update on public.works for each row when (old.a is distinct from new.a) execute function public.touch();
create policy works_own on public.works using (a is distinct from b);
reset search_path;
