create domain title as text constraint has_text not null;
