create table works (id bigint primary key, a integer, b text);
create table others (id bigint primary key);
create publication "All 'of'";
create publication rooted for table works with (publish = 'insert');
