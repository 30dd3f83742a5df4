create domain score as integer;
alter domain score add constraint score_range check (value > 0);
