create function my_starts_with(text, text) returns boolean language internal immutable strict as 'text_starts_with';
