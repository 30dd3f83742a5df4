create type dimensions as (height numeric(6,2), width numeric(6,2));
