create table tickets (id bigint primary key, number bigint);
create sequence ticket_numbers;
alter sequence ticket_numbers owned by tickets.number;
