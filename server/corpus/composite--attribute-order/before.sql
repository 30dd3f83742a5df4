create type dimensions as (width numeric(6,2), height numeric(6,2));
