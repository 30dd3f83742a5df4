create table works (id bigint primary key, owner_name name, shared boolean);
alter table works enable row level security;
create policy own_works on works using (owner_name = current_user or shared) with check (owner_name = current_user);
