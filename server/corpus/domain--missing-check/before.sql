create domain score as integer constraint score_positive check (value > 0) constraint score_small check (value < 100);
