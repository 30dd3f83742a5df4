create schema extensions;
create extension hstore;
