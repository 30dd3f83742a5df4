create table works (id integer);
create function act() returns trigger language plpgsql as 'begin return null; end';
create trigger listed after insert on works referencing new table as added for each statement execute function act();
create constraint trigger kept after insert on works not deferrable for each row execute function act();
create constraint trigger late after insert on works deferrable for each row execute function act();
