create table folders (id bigint primary key, parent_id bigint);
