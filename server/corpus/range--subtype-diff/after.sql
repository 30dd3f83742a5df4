create type seconds as range (subtype = float8);
