create table nothing ();
