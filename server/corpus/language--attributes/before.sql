create language mine handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create trusted language safe handler plpgsql_call_handler;
create language gone handler plpgsql_call_handler;
comment on language gone is 'mine';
