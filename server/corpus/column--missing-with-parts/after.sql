-- Its default, comment and statistics fold into it; the index over it doesn't.
create table artists (id bigint primary key);
