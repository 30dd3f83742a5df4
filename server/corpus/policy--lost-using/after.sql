create table works (id bigint primary key, owner_name name);
alter table works enable row level security;
create policy own_works on works for update with check (owner_name = current_user);
