create table works (id bigint primary key, state varchar(20));
create view open_works as select id from works where ((state)::text = any (array[('draft'::character varying)::text, ('shown'::character varying)::text]));
