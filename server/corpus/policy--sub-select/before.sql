create table members (id bigint primary key, login name);
create table works (id bigint primary key, owner_id bigint references members);
alter table works enable row level security;
create policy own_works on works using (owner_id in (select m.id from members m where m.login = current_user));
