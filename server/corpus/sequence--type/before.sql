create sequence ticket_numbers as smallint maxvalue 1000;
