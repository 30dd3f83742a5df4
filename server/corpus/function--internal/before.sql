create function shout(text) returns text language internal immutable strict parallel safe as 'upper';
