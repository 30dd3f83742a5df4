create schema billing;
create table billing.invoices (id bigint primary key, total numeric(12,2) not null);
