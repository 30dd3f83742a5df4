create table works (id bigint);
create text search dictionary plain (template = simple);
alter text search configuration pg_catalog.simple alter mapping for asciiword with plain;
