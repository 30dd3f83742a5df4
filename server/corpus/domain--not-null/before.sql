create domain score as integer not null;
