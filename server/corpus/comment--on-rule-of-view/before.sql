create view shown as select 1 as id;
comment on rule "_RETURN" on shown is 'a view';
