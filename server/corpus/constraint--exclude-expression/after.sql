create table bookings (id bigint primary key, room text, from_day date, to_day date, constraint no_overlap exclude using gist (daterange(from_day, to_day, '[]') with &&));
