create type person as (first text, last text);
