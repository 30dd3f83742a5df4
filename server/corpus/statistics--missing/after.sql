create table works (id bigint primary key, a integer, b integer, c text);
