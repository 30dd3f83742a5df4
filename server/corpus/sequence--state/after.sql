-- Where a sequence stands is data: compared with the seed, not with the model.
create sequence ticket_numbers;
select setval('ticket_numbers', 42, false);
