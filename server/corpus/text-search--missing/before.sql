create text search dictionary plain (template = simple);
create text search configuration searched (copy = english);
comment on text search configuration searched is 'as english';
create table works (t text);
