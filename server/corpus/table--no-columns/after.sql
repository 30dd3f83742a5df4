create table nothing (something text);
