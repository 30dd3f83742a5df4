-- A label put between others has a fractional sort order; only the order counts.
create type mood as enum ('calm', 'sad');
alter type mood add value 'wild' before 'sad';
