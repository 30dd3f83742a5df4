-- A domain's and an enum's array, quoted type names, a type named like a keyword.
create type "order" as enum ('asc', 'desc');
create domain "Score" as numeric(4,1);
create table rounds (id bigint primary key, "order" "order" not null, "Scores" "Score" not null, orders "order"[][]);
