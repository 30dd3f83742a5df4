create table works (id bigint primary key, owner_name name);
alter table works enable row level security;
