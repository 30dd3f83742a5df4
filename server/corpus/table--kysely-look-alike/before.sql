-- Kysely's own tables are left out by their name in their schema; one of the same name elsewhere is an ordinary table.
create schema shop;
create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
create table kysely_migration_lock (id varchar(255) primary key, is_locked integer not null default 0);
create table shop.kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
