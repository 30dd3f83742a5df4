create sequence ticket_numbers start with 100;
