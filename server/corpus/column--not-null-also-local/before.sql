create table works (title text constraint titled not null);
create table films (title text constraint titled not null) inherits (works);
