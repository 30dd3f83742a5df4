-- The owner's own rights can be taken away.
create table works (id bigint primary key, title text);
revoke delete, truncate on works from current_user;
