create sequence ticket_numbers minvalue 10 maxvalue 2000;
