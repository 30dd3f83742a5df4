create table works (id bigint primary key, title text);
create rule works_keep as on delete to works do instead nothing;
alter table works disable rule works_keep;
