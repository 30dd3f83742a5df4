create type text_range as range (subtype = text, multirange_type_name = text_spans);
