create domain label as text;
