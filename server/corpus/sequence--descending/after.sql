create sequence countdown increment by -2 minvalue -100 maxvalue -1 start with -1;
