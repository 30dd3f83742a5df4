create domain title as text constraint titled not null;
