create collation german (provider = icu, locale = 'de');
create collation folded (provider = icu, locale = 'und-u-ks-level2');
create collation bytes (provider = icu, locale = 'und');
create collation mixed (provider = libc, lc_collate = 'C', lc_ctype = 'C');
