create view shown as select 1 as id;
