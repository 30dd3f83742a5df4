create domain score as integer default 5;
