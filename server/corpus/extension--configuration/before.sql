-- As an extension's script does it by pg_extension_config_dump.
create extension hstore;
create table rules (id int primary key, own boolean);
alter extension hstore add table rules;
update pg_extension set extconfig = array['rules']::regclass[], extcondition = array['where own'] where extname = 'hstore';
