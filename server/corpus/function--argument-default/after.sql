create function area(width integer, height integer default 1, label text default 'it''s') returns integer language sql immutable as $$ select width * height $$;
