create collation own (provider = builtin, locale = 'C.UTF-8');
