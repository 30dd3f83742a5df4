create table works (id bigint primary key, title text);
create table works_log (work_id bigint, title text);
create rule works_log as on update to works where old.title is distinct from new.title do also
  insert into works_log values (old.id, old.title);
