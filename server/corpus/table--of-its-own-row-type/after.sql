-- A table's row type is used by a function, a column and another table's default.
create table palettes (id bigint primary key, name text);
create table uses (id bigint primary key, palette palettes, others palettes[]);
create function first_palette() returns palettes language sql stable as 'select * from public.palettes limit 1';
