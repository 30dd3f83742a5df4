-- Made from an index that existed before, whose name it takes.
create table credits (id bigint not null, place text, constraint credits_pkey primary key (id));
