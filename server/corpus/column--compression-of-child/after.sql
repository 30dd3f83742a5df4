create table works (title text compression pglz);
create table films () inherits (works);
