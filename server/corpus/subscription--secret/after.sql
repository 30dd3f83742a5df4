create subscription heard connection 'host=one password=two' publication told with (connect = false, slot_name = none);
