create table works (id bigint primary key);
comment on table works is 'What was sold';
