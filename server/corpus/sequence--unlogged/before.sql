create unlogged sequence ticket_numbers;
