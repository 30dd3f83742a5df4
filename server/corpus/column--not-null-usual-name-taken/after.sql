create table old_works (title text not null);
create table works (title text not null);
