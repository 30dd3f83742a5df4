create extension hstore;
comment on function akeys(hstore) is 'the keys, or "none"';
