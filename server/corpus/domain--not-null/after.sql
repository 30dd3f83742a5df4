create domain score as integer;
