-- Printed differently, and also with another label: that is no matter of printing.
create table works (id bigint primary key, state varchar(20), constraint works_state_check check (((state)::text = any (array[('draft'::character varying)::text, ('gone'::character varying)::text]))));
