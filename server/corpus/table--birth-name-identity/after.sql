-- The identity's sequence keeps the name of the table's birth; people call setval() by it.
create table people (id bigint generated always as identity, email text not null);
