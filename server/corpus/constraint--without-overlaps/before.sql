create extension btree_gist;
create table rents (room integer, during daterange, code text, constraint rents_pkey primary key (room, during without overlaps), constraint rents_code_key unique (code, during without overlaps));
