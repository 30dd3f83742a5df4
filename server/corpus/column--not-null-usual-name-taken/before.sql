create table old_works (title text constraint works_title_not_null not null);
create table works (title text constraint works_title_not_null not null);
