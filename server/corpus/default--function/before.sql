create function token() returns text language sql volatile as $$ select md5(random()::text) $$;
create table invites (id uuid primary key default gen_random_uuid(), token text not null default token());
