create sequence ticket_numbers;
