-- A timestamptz prints in the session's time zone: both are the same moment.
set time zone 'Asia/Kathmandu';
create table artists (id bigint primary key, since timestamptz default '2024-05-01 12:00:00+00');
reset time zone;
