create table folders (id bigint primary key, parent_id bigint constraint folders_parent_id_fkey references folders on delete cascade);
