create sequence numbers minvalue 1 start 5;
