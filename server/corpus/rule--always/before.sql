create table works (id bigint primary key, title text);
create rule works_keep as on delete to works do instead nothing;
create rule works_replica as on update to works do also nothing;
alter table works enable always rule works_keep;
alter table works enable replica rule works_replica;
