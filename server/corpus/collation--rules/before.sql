create collation ruled (provider = icu, locale = 'und', rules = '&a < g');
