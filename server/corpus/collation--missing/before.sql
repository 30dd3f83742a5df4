create collation german (provider = icu, locale = 'de-u-co-phonebk');
create table works (name text collate german);
