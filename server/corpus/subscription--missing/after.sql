create subscription stays connection 'host=one' publication told with (connect = false, slot_name = none);
create subscription "New.one" connection 'host=two' publication told with (connect = false, slot_name = none);
