create function area(width integer, height integer default 10, label text default 'it''s') returns integer language sql immutable as $$ select width * height $$;
