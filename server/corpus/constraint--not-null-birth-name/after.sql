create table people (id bigint, email text not null);
