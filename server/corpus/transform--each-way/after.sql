create transform for integer language sql (from sql with function prsd_lextype(internal));
create transform for bigint language sql (to sql with function int8recv(internal));
create function seen(integer) returns integer language sql as 'select 1';
create procedure told(integer) language sql as '';
