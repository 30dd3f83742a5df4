create type seconds as range (subtype = float8, subtype_diff = float8mi);
