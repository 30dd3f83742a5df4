create type mood as enum ('calm');
create function to_mood(integer) returns mood language sql immutable as $$ select 'calm'::mood $$;
create cast (integer as mood) with function to_mood(integer);
