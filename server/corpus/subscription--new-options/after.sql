create subscription two_phase connection 'dbname=x' publication told with (connect = false, slot_name = 'a', two_phase = false);
create subscription on_error connection 'dbname=x' publication told with (connect = false, slot_name = none, disable_on_error = false);
