create collation german (provider = icu, locale = 'de-u-co-phonebk');
create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create collation bytes (provider = libc, locale = 'C');
create collation mixed (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
