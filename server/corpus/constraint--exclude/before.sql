create table bookings (id bigint primary key, during tstzrange, constraint no_overlap exclude using gist (during with &&));
