create sequence ticket_numbers cache 20;
