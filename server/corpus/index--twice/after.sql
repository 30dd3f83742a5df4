-- Two equal indexes: one of them gone is a loss, not a rename.
create table works (id bigint primary key, title text);
create index a on works (title);
