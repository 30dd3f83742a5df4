create type pattern_range as range (subtype = text, subtype_opclass = text_pattern_ops);
create table spans (id bigint primary key, span pattern_range);
