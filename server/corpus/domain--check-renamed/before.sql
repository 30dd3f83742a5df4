create domain price as integer constraint price_check check (value > 0);
comment on constraint price_check on domain price is 'Nothing is free';
create domain size as integer constraint size_check check (value > 0);
