create sequence numbers minvalue 2 start 5;
