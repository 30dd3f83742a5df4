create collation own (provider = builtin, locale = 'C');
