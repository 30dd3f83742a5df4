-- A schema that every database is born with: its comment can be taken away.
comment on schema public is null;
