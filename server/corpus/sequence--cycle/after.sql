create sequence ticket_numbers maxvalue 9;
