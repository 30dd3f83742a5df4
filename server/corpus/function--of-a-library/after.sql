create function loaded() returns void language c as '$libdir/plpgsql', 'plpgsql_validator';
create function numbered() returns bigint language internal as 'window_row_number';
