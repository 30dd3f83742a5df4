create table works (id bigint primary key, a integer, b text);
create table others (id bigint primary key);
create publication "All 'of'" for all tables;
create publication gone;
create publication rooted for table works with (publish_via_partition_root = true, publish = 'insert, delete');
