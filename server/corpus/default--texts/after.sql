-- Defaults whose text needs escaping somewhere on the way.
create table notes (
  id bigint primary key,
  a text default 'its', b text default E'back\\slash d+', c text default E'two\nlines\n\nand\na tab\t',
  d text default '*/ // ${process.exit()} `tick`', e jsonb default '{"a": [1, "b\\n"]}', f text[] default '{"a,b",NULL,"c\"d"}',
  g bytea default '\x00ff', h interval default '1 day 02:00', i text default '$1', j text default $$ $body$ $$, k text default U&'\2028\00e9'
);
