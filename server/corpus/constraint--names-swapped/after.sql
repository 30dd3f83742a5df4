-- Whoever names one of them then means the other: that is more than a renaming.
-- Each name is on both sides, with the other's definition.
create table works (id bigint primary key, low integer, high integer, constraint a check (high > 0), constraint b check (low > 0));
