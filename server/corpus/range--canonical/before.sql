-- The canonical function takes the range type, so the type is declared as a shell first.
create type even_range;
create function even_canonical(even_range) returns even_range language internal immutable strict as 'int4range_canonical';
create type even_range as range (subtype = integer, canonical = even_canonical);
