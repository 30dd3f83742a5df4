create table works (id bigint, price integer, code text, constraint works_pkey primary key (id), constraint works_price_check check (price > 0), constraint works_code_key unique (code));
