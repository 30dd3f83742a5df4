create sequence countdown increment by -1 minvalue -100 maxvalue -1 start with -1;
