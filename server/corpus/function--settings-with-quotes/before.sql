-- Lists of quoted names: an empty path, a name with a comma, an upper-case schema.
create function a() returns integer language sql set search_path = '' as 'select 1';
create function b() returns integer language sql set search_path = "$user", "My, Schema", public as 'select 1';
create function c() returns integer language sql set datestyle = 'ISO, DMY' as 'select 1';
create function d() returns integer language sql set "my.setting" = 'a ''quoted'' value' as 'select 1';
