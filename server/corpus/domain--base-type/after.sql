create domain email as varchar(255);
