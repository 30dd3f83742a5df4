create subscription password connection 'dbname=x' publication told with (connect = false, slot_name = none, password_required = false);
create subscription as_owner connection 'dbname=x' publication told with (connect = false, slot_name = none, run_as_owner = true);
create subscription origins connection 'dbname=x' publication told with (connect = false, slot_name = none, origin = none);
create subscription failing_over connection 'dbname=x' publication told with (connect = false, slot_name = 'a', failover = true);
create subscription streamed connection 'dbname=x' publication told with (connect = false, slot_name = none, streaming = parallel);
