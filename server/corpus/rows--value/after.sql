create table colours (id integer primary key, name text not null, rgb bytea, at timestamptz, share numeric, hidden boolean);
insert into colours values (1, 'red', '\xff0000', '2024-05-01 12:00:00.123457+02', 0.10, null);
