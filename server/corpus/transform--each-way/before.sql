create transform for integer language sql (from sql with function prsd_lextype(internal), to sql with function int4recv(internal));
create transform for bigint language sql (from sql with function prsd_lextype(internal), to sql with function int8recv(internal));
create function seen(integer) returns integer transform for type integer language sql as 'select 1';
create procedure told(integer) transform for type integer language sql as '';
