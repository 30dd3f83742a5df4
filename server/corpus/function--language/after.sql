create function answer() returns integer language plpgsql as 'begin return 42; end';
