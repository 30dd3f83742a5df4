create type "To ""come""";
