drop schema public;
create schema app;
create table app.works (id integer, title text);
