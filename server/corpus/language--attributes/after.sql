create language mine handler plpgsql_call_handler;
create language safe handler plpgsql_call_handler;
