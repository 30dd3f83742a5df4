create table works (id bigint);
create text search dictionary plain (template = simple);
