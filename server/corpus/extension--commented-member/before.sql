create extension hstore;
alter function akeys(hstore) cost 77;
