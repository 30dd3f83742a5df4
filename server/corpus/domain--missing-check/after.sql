create domain score as integer constraint score_positive check (value > 0);
