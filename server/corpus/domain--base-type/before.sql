create domain email as varchar(200);
