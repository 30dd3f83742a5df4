create sequence ticket_numbers;
select setval('ticket_numbers', 100, false);
