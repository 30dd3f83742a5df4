create domain score as integer constraint score_range check (value between 0 and 10);
