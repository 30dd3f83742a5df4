create schema "My App";
create type "My App"."Odd, type" as enum ('a');
create table "My App"."select" (id bigint primary key);
create function use_odd(a "My App"."Odd, type", b "My App"."Odd, type"[], c "My App"."select", d character varying, e "char", f timestamp with time zone) returns "My App"."Odd, type" language sql immutable as $$ select b[1] $$;
