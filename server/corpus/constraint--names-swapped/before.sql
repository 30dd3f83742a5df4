-- Each name is on both sides, with the other's definition.
create table works (id bigint primary key, low integer, high integer, constraint a check (low > 0), constraint b check (high > 0));
