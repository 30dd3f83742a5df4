create type money_range as range (subtype = numeric);
