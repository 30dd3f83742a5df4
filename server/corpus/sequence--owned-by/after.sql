create table tickets (id bigint primary key, number bigint);
create sequence ticket_numbers;
