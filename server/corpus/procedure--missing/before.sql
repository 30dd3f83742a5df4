create table works (id bigint primary key, title text);
create procedure tidy(inout changed integer default 0, prefix text default '') language plpgsql security definer set search_path = public as $$
begin
  update works set title = trim(title) where title like prefix || '%';
  commit;
end $$;
