create table works (title text compression pglz);
create table films () inherits (works);
alter table films alter title set compression default;
