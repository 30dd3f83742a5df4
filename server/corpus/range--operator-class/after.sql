create type pattern_range as range (subtype = text);
create table spans (id bigint primary key, span pattern_range);
