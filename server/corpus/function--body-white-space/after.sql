-- The text of a body is kept to the character: nobody can prove that white space means nothing in it.
create function area(width integer, height integer) returns integer language sql immutable as $$
  select width * height
$$;
