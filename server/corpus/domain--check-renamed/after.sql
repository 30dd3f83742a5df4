create domain price as integer constraint price_ok check (value > 0);
comment on constraint price_ok on domain price is 'Nothing is free';
create domain size as integer constraint size_ok check (value > 1);
