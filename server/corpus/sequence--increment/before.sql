create sequence ticket_numbers increment by 5;
