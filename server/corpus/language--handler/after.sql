create function own_handler() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create language mine handler own_handler;
