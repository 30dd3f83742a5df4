create sequence ticket_numbers as integer maxvalue 1000;
