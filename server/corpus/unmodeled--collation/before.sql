create collation german (provider = icu, locale = 'de-u-co-phonebk');
