create table works (id bigint primary key, owner_name name);
create policy own_works on works using (owner_name = current_user);
