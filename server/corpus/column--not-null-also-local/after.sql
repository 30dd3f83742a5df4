create table works (title text constraint titled not null);
create table films (title text) inherits (works);
