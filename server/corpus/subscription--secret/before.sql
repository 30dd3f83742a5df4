create subscription heard connection 'host=one' publication told with (connect = false, slot_name = none);
