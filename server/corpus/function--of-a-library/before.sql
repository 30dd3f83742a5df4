create function loaded() returns void language c as 'plpgsql', 'plpgsql_validator';
create function numbered() returns bigint language internal window as 'window_row_number';
