create table works (title text);
alter table works alter title set storage external;
create table films () inherits (works);
