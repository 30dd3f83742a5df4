create subscription password connection 'dbname=x' publication told with (connect = false, slot_name = none, password_required = true);
create subscription as_owner connection 'dbname=x' publication told with (connect = false, slot_name = none, run_as_owner = false);
create subscription origins connection 'dbname=x' publication told with (connect = false, slot_name = none, origin = any);
create subscription failing_over connection 'dbname=x' publication told with (connect = false, slot_name = 'a', failover = false);
create subscription streamed connection 'dbname=x' publication told with (connect = false, slot_name = none, streaming = on);
