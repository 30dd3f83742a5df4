create text search dictionary plain (template = simple);
create text search configuration searched (copy = english);
