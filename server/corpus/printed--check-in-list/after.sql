-- IN over varchar prints differently after one restore, stable from the second: a difference of printing only.
create table works (id bigint primary key, state varchar(20), constraint works_state_check check (((state)::text = any ((array['draft'::character varying, 'sold'::character varying])::text[]))));
