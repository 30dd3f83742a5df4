create type person as (first text collate "C", last text);
